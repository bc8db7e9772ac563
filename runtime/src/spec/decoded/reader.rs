//! Reads what `Debug` wrote.

use super::Value;

/// The value that is the whole of `text`; `None` when it is not written in `Debug`'s regular form.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader(text);
    let value = reader.value()?;
    reader.0.trim_start().is_empty().then_some(value)
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn value(&mut self) -> Option<Value> {
        if self.eat('[') {
            return Some(Value::List(self.until(']', Self::value)?));
        }
        if self.0.starts_with("b\"") {
            self.0 = &self.0[1..];
            return Some(Value::Atom(bytes(self.string()?)?));
        }
        if self.0.starts_with('"') {
            return Some(Value::Atom(self.string()?.to_owned()));
        }
        let word = self.word()?;
        if self.eat('(') {
            return Some(Value::Tuple(word, self.until(')', Self::value)?));
        }
        if self.0.starts_with(" {") {
            self.0 = &self.0[1..];
            self.eat('{');
            return Some(Value::Struct(word, self.until('}', Self::field)?));
        }
        Some(Value::Atom(word))
    }

    fn field(&mut self) -> Option<(String, Value)> {
        let name = self.word()?;
        self.0 = self.0.strip_prefix(": ")?;
        Some((name, self.value()?))
    }

    /// Items with commas between them, up to and with `close`.
    fn until<T>(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        loop {
            self.space();
            if self.eat(close) {
                return Some(items);
            }
            items.push(item(self)?);
            self.space();
            if !self.eat(',') && !self.0.starts_with(close) {
                return None;
            }
        }
    }

    /// A name or number.
    fn word(&mut self) -> Option<String> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '#' | '+');
        let end = self.0.find(|c| !is_part(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        (!word.is_empty()).then(|| word.to_owned())
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&str> {
        let mut escaped = false;
        let closing = |&(_, c): &(usize, char)| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        };
        let end = self.0.char_indices().skip(1).find(closing)?.0 + 1;
        let (string, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(string)
    }

    fn eat(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn space(&mut self) {
        self.0 = self.0.trim_start();
    }
}

/// A byte string in hexadecimal.
fn bytes(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while let Some(&byte) = inner.get(at) {
        at += 1;
        if byte != b'\\' {
            decoded.push(byte);
            continue;
        }
        let escape = *inner.get(at)?;
        at += 1;
        decoded.push(match escape {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'0' => 0,
            b'x' => {
                let digits = std::str::from_utf8(inner.get(at..at + 2)?).ok()?;
                at += 2;
                u8::from_str_radix(digits, 16).ok()?
            }
            other => other,
        });
    }
    Some(format!("0x{}", hex::encode(decoded)))
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn reads_bytes_with_all_their_escapes() {
        let debug = format!("{:?}", bytes::Bytes::from_static(b"\0\n\r\t\\\"'a\xff"));
        assert_eq!(read(&debug), Some(Value::Atom("0x000a0d095c222761ff".to_owned())));
    }

    #[test]
    fn refuses_what_is_cut_off() {
        for text in ["", "A {", "A { b", "A { b: 1", "[1, 2", "\"open", "A(1", "b\"\\x0\""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
