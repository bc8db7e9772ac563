//! Lays a value out: on one line where it fits, else one line an item.

use super::Value;

/// As wide as a report still reads well when it is indented.
const WIDTH: usize = 100;

pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    let flat = flat(value);
    let column = out.len() - out.rfind('\n').map_or(0, |newline| newline + 1);
    if column + flat.len() <= WIDTH && (depth > 0 || !matches!(value, Value::Struct(..))) && !nests(value) {
        out.push_str(&flat);
        return;
    }
    match value {
        Value::Atom(text) => out.push_str(text),
        Value::Tuple(name, values) => {
            out.push_str(name);
            out.push('(');
            for (index, value) in values.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write(value, depth, out);
            }
            out.push(')');
        }
        Value::List(values) => {
            out.push('[');
            for value in values {
                line(depth + 1, out);
                write(value, depth + 1, out);
            }
            line(depth, out);
            out.push(']');
        }
        Value::Struct(name, fields) => {
            out.push_str(name);
            out.push_str(" {");
            for (field, value) in fields {
                line(depth + 1, out);
                out.push_str(field);
                out.push_str(": ");
                write(value, depth + 1, out);
            }
            line(depth, out);
            out.push('}');
        }
    }
}

/// Whether there are lists of structs inside, which read badly on one line.
fn nests(value: &Value) -> bool {
    match value {
        Value::Atom(_) => false,
        Value::List(values) => values.iter().any(|value| !matches!(value, Value::Atom(_))),
        Value::Tuple(_, values) => values.iter().any(nests),
        Value::Struct(_, fields) => fields.iter().any(|(_, value)| nests(value)),
    }
}

fn flat(value: &Value) -> String {
    let joined = |values: &[Value]| values.iter().map(flat).collect::<Vec<_>>().join(", ");
    match value {
        Value::Atom(text) => text.clone(),
        Value::Tuple(name, values) => format!("{name}({})", joined(values)),
        Value::List(values) => format!("[{}]", joined(values)),
        Value::Struct(name, fields) if fields.is_empty() => name.clone(),
        Value::Struct(name, fields) => {
            let fields: Vec<_> =
                fields.iter().map(|(field, value)| format!("{field}: {}", flat(value))).collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }
    }
}

fn line(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}
