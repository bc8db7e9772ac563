//! Compression. The same bytes compress to the same bytes.

use std::io::{self, Read, Write};

use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};

pub(super) fn compress(bytes: &[u8], level: u32) -> io::Result<Vec<u8>> {
    let room = Vec::with_capacity(bytes.len() / 2 + 64);
    let mut encoder = GzEncoder::new(room, Compression::new(level.min(9)));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Reads one compressed stream that is all of `bytes`.
pub(super) fn decompress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut decoder = GzDecoder::new(bytes);
    let mut out = Vec::new();
    decoder.read_to_end(&mut out)?;
    if decoder.into_inner().is_empty() {
        Ok(out)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, "bytes follow the end of the compressed data"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compressed_comes_back_and_damage_is_noticed() {
        let bytes: Vec<u8> = (0..10_000_u32).flat_map(|number| (number % 977).to_be_bytes()).collect();
        for level in [0, 1, 6, 9, 77] {
            let mut compressed = compress(&bytes, level).unwrap();
            assert_eq!(decompress(&compressed).unwrap(), bytes);
            assert_eq!(compressed, compress(&bytes, level).unwrap());
            assert!(decompress(&compressed[..compressed.len() - 1]).is_err());
            compressed.push(0);
            assert!(decompress(&compressed).is_err());
        }
    }
}
