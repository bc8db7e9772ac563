//! The other side of a connection, played by hand: blocking sockets that send what no member does.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, ServerConfig, ServerConnection,
    SignatureScheme, StreamOwned,
    client::{
        ResolvesClientCert,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

use crate::support::{PATIENCE, identity, seed};

pub(crate) const PROTOCOL: &[u8] = b"hapi-gossip/1";
pub(crate) const KEEP_ALIVE: [u8; 4] = [0xff; 4];

/// What the other side shows of itself.
#[derive(Clone)]
pub(crate) struct Credentials {
    certified: Option<Arc<CertifiedKey>>,
    protocols: Vec<Vec<u8>>,
}

impl Credentials {
    /// The certificate of one member, and the key of another.
    pub(crate) fn mixed(certificate_of: u64, key_of: u64) -> Self {
        const PREFIX: [u8; 16] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
        let key = PrivatePkcs8KeyDer::from([PREFIX.as_slice(), &seed(key_of)].concat());
        let key = ring::sign::any_eddsa_type(&key).expect("a seed is a key");
        let certificate = CertificateDer::from(identity(certificate_of).certificate().to_vec());
        let certified = CertifiedKey::new(vec![certificate], key);
        Self { certified: Some(Arc::new(certified)), protocols: vec![PROTOCOL.to_vec()] }
    }

    pub(crate) fn of(id: u64) -> Self {
        Self::mixed(id, id)
    }

    pub(crate) fn none() -> Self {
        Self { certified: None, protocols: vec![PROTOCOL.to_vec()] }
    }

    pub(crate) fn speaking(mut self, protocols: &[&[u8]]) -> Self {
        self.protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        self
    }
}

/// Shows what it is told to, and trusts everybody.
#[derive(Debug)]
struct Anybody(Option<Arc<CertifiedKey>>);

impl ResolvesClientCert for Anybody {
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }

    fn has_certs(&self) -> bool {
        self.0.is_some()
    }
}

impl ResolvesServerCert for Anybody {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}

/// A TCP connection that does not hang a test.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("somebody listens");
    guarded(stream)
}

fn guarded(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream.set_nodelay(true).expect("the delay can be switched off");
    stream
}

/// Reads until the other side has closed, or reset, the connection; and says how much came.
pub(crate) fn read_all(stream: &mut impl Read) -> usize {
    let mut buffer = vec![0; 65_536];
    let mut total = 0;
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return total,
            Ok(count) => total += count,
            Err(error) => {
                let hangs = matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut);
                assert!(!hangs, "the other side closes the connection");
                return total;
            }
        }
    }
}

pub(crate) fn client(credentials: &Credentials) -> ClientConnection {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the provider has TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody(None)))
        .with_client_cert_resolver(Arc::new(Anybody(credentials.certified.clone())));
    config.alpn_protocols.clone_from(&credentials.protocols);
    let name = ServerName::try_from("member").expect("a name");
    ClientConnection::new(Arc::new(config), name).expect("a client")
}

fn server(credentials: &Credentials) -> ServerConnection {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("the provider has TLS 1.3")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Anybody(credentials.certified.clone())));
    config.alpn_protocols.clone_from(&credentials.protocols);
    ServerConnection::new(Arc::new(config)).expect("a server")
}

/// Somebody who has dialled a member.
pub(crate) struct Caller {
    pub(crate) stream: StreamOwned<ClientConnection, TcpStream>,
}

impl Caller {
    /// Dials, and carries out the handshake as far as the side that dials can tell.
    pub(crate) fn dial(address: SocketAddr, credentials: &Credentials) -> io::Result<Self> {
        let mut stream = StreamOwned::new(client(credentials), connect(address));
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(Self { stream })
    }

    /// Dials as a member, and waits until it is known as that one.
    pub(crate) fn member(address: SocketAddr, id: u64) -> Self {
        let mut caller = Self::dial(address, &Credentials::of(id)).expect("a member gets through");
        assert_eq!(caller.read_frame().expect("a word of welcome"), None);
        caller
    }

    /// Fails what takes longer from now on. (TLS reads while it cannot write.)
    pub(crate) fn wait_for_no_longer_than(&self, time: Duration) {
        self.stream.sock.set_read_timeout(Some(time)).expect("a timeout can be set");
        self.stream.sock.set_write_timeout(Some(time)).expect("a timeout can be set");
    }

    pub(crate) fn send(&mut self, message: &[u8]) {
        let length = u32::try_from(message.len()).expect("a short message").to_be_bytes();
        self.stream.write_all(&[&length, message].concat()).expect("the other side takes it");
    }

    pub(crate) fn send_keep_alive(&mut self) {
        self.stream.write_all(&KEEP_ALIVE).expect("the other side takes it");
    }

    /// A message, or nothing for a keep-alive.
    pub(crate) fn read_frame(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut header = [0; 4];
        self.stream.read_exact(&mut header)?;
        if header == KEEP_ALIVE {
            return Ok(None);
        }
        let mut message = vec![0; u32::from_be_bytes(header) as usize];
        self.stream.read_exact(&mut message)?;
        Ok(Some(message))
    }

    /// Closes the connection as TLS wants it.
    pub(crate) fn close(mut self) {
        self.stream.conn.send_close_notify();
        self.stream.flush().expect("the other side takes it");
    }
}

/// Is dialled by a member, and carries out the handshake as far as the other one does.
pub(crate) fn answer(
    listener: &TcpListener,
    credentials: &Credentials,
) -> io::Result<StreamOwned<ServerConnection, TcpStream>> {
    let (stream, _) = listener.accept()?;
    let mut stream = StreamOwned::new(server(credentials), guarded(stream));
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    Ok(stream)
}
