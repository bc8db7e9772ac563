//! Who has a port that is taken, as far as the system tells.

use std::{
    fmt, fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::Path,
};

/// A process that listens at a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// The name of its program.
    pub name: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {})", self.name, self.pid)
    }
}

/// The process that listens at `address`; `None` where the system does not say: it is another user's, or this is no Linux.
pub fn holder_of(address: SocketAddr) -> Option<Holder> {
    let table = fs::read_to_string("/proc/net/tcp").ok()?;
    let inode = table.lines().skip(1).find_map(|line| Listening::parse(line)?.at(address))?;
    let link = format!("socket:[{inode}]");
    let processes = fs::read_dir("/proc").ok()?;
    processes.flatten().find_map(|process| {
        let pid: u32 = process.file_name().to_str()?.parse().ok()?;
        has_open(&process.path(), &link).then(|| {
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            Holder { pid, name: name.trim_end().to_owned() }
        })
    })
}

fn has_open(process: &Path, link: &str) -> bool {
    let Ok(open) = fs::read_dir(process.join("fd")) else { return false };
    open.flatten().any(|fd| fs::read_link(fd.path()).is_ok_and(|target| target.as_os_str() == link))
}

/// A listening socket, from a line of `/proc/net/tcp`.
#[derive(Debug, PartialEq, Eq)]
struct Listening<'a> {
    ip: Ipv4Addr,
    port: u16,
    inode: &'a str,
}

impl<'a> Listening<'a> {
    /// By proc(5): number, local address, remote address, state, and as the tenth field the inode. The address is the
    /// number as the machine has it in memory, in hexadecimal.
    fn parse(line: &'a str) -> Option<Self> {
        const LISTEN: &str = "0A";
        let fields: Vec<&str> = line.split_whitespace().collect();
        if *fields.get(3)? != LISTEN {
            return None;
        }
        let (ip, port) = fields.get(1)?.split_once(':')?;
        let ip = Ipv4Addr::from(u32::from_str_radix(ip, 16).ok()?.to_ne_bytes());
        Some(Self { ip, port: u16::from_str_radix(port, 16).ok()?, inode: fields.get(9)? })
    }

    /// The inode, if this socket is in the way of one at `address`.
    fn at(&self, address: SocketAddr) -> Option<&'a str> {
        let same =
            self.ip.is_unspecified() || IpAddr::V4(self.ip) == address.ip() || address.ip().is_unspecified();
        (same && self.port == address.port()).then_some(self.inode)
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_line_is_read_as_the_system_writes_it() {
        let line = "   1: 0100007F:C423 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0";
        let listening = Listening::parse(line).unwrap();
        let expected_ip = Ipv4Addr::from(0x0100_007F_u32.to_ne_bytes());
        assert_eq!(listening, Listening { ip: expected_ip, port: 50211, inode: "4711" });
        assert_eq!(Listening::parse(&line.replace(" 0A ", " 01 ")), None, "that one is connected");
        assert_eq!(Listening::parse("garbage"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_found_by_its_port() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        assert_eq!(holder_of(address).map(|holder| holder.pid), Some(std::process::id()));
        drop(listener);
        assert_eq!(holder_of(address), None);
    }
}
