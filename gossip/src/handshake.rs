//! How both sides of a new connection learn who the other one is.

use std::io;

use rustls::Connection;
use tokio::net::TcpStream;

use crate::{end::End, link::Socket, tls::PROTOCOL};

/// A socket with TLS whose handshake is done.
pub(crate) struct Secured {
    pub(crate) stream: TcpStream,
    pub(crate) tls: Connection,
}

/// Carries out the handshake of TLS.
pub(crate) async fn shake_hands(stream: TcpStream, mut tls: Connection) -> Result<Secured, End> {
    // A message is to leave at once, however short it is.
    stream.set_nodelay(true)?;
    loop {
        while tls.wants_write() {
            match tls.write_tls(&mut Socket(&stream)) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => stream.writable().await?,
                Err(error) => return Err(error.into()),
            }
        }
        if !tls.is_handshaking() {
            break;
        }
        stream.readable().await?;
        match tls.read_tls(&mut Socket(&stream)) {
            Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error.into()),
        }
        if let Err(error) = tls.process_new_packets() {
            // The alert that tells the other side why, if its socket takes it.
            let _ = tls.write_tls(&mut Socket(&stream));
            return Err(error.into());
        }
    }
    if tls.alpn_protocol() == Some(PROTOCOL) { Ok(Secured { stream, tls }) } else { Err(End::Foreign) }
}
