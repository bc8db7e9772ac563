use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// A line that is longer is taken apart, so that no daemon fills the memory with a line that does not end.
const LONGEST: usize = 1 << 20;

/// Reads to the end, and gives each line without its end; the last one need not have any.
pub(super) async fn read(mut source: impl AsyncRead + Unpin, mut line: impl FnMut(&[u8])) -> io::Result<()> {
    let mut kept = Vec::new();
    let mut chunk = vec![0; 16 * 1024];
    loop {
        let count = source.read(&mut chunk).await?;
        if count == 0 {
            if !kept.is_empty() {
                line(&kept);
            }
            return Ok(());
        }
        for part in chunk[..count].split_inclusive(|byte| *byte == b'\n') {
            kept.extend_from_slice(part);
            if kept.ends_with(b"\n") {
                kept.pop();
                line(kept.strip_suffix(b"\r").unwrap_or(&kept));
                kept.clear();
            } else if kept.len() >= LONGEST {
                line(&kept);
                kept.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_are_whole_however_they_arrive() {
        let long = vec![b'x'; LONGEST + 100_000];
        let text = [b"one\r\n\ntwo\n", long.as_slice(), b"\nlast"].concat();
        let mut lines = Vec::new();
        read(text.as_slice(), |line| lines.push(line.to_vec())).await.expect("read");
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[..3], [b"one".to_vec(), b"".to_vec(), b"two".to_vec()]);
        assert_eq!(lines[3].len() + lines[4].len(), long.len());
        assert_eq!(lines[5], b"last");
    }
}
