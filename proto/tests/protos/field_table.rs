//! Writes the table of all fields that strict decoding walks along, and places every message in it.

use heck::{ToSnakeCase, ToUpperCamelCase};
use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorSet, MessageOptions,
    field_descriptor_proto::{Label, Type},
};
use std::{collections::BTreeMap, fmt::Write};

/// The module `field_table`, in Rust.
pub(crate) fn generate(descriptors: &FileDescriptorSet) -> String {
    let mut messages = BTreeMap::new();
    for file in &descriptors.file {
        let scope = Scope { proto: format!(".{}", file.package()), rust: rust_module(file.package()) };
        collect(&scope, &file.message_type, &mut messages);
    }
    let index: BTreeMap<&str, usize> = messages.keys().map(String::as_str).zip(0..).collect();
    let mut code = String::from("// This file is @generated from the schema.\n\n");
    code += "use crate::strict::{Field, Kind, StrictMessage};\n\n";
    writeln!(code, "/// How many messages the schema has, those of `google.protobuf` included.").unwrap();
    writeln!(code, "pub const MESSAGE_COUNT: usize = {};\n", messages.len()).unwrap();
    write_fields(&mut code, &messages, &index);
    for (at, (_, rust)) in messages.values().enumerate() {
        if let Some(rust) = rust {
            writeln!(code, "impl StrictMessage for {rust} {{ const TABLE_INDEX: u16 = {at}; }}").unwrap();
        }
    }
    code
}

type Messages<'a> = BTreeMap<String, (&'a DescriptorProto, Option<String>)>;

fn write_fields(code: &mut String, messages: &Messages<'_>, index: &BTreeMap<&str, usize>) {
    let mut ranges = String::new();
    let mut count = 0;
    code.push_str("pub(crate) static FIELDS: &[Field] = &[\n");
    for (name, (message, _)) in messages {
        let mut fields: Vec<_> = message.field.iter().collect();
        fields.sort_by_key(|field| field.number());
        writeln!(code, "    // {}", &name[1..]).unwrap();
        for field in &fields {
            writeln!(code, "    Field {{ number: {}, kind: Kind::{} }},", field.number(), kind(field, index))
                .unwrap();
        }
        writeln!(ranges, "    ({count}, {}),", count + fields.len()).unwrap();
        count += fields.len();
    }
    code.push_str(
        "];\n\n/// Where the fields of each message are in `FIELDS`: from, up to but not including.\n",
    );
    writeln!(code, "pub(crate) static MESSAGES: [(u16, u16); MESSAGE_COUNT] = [\n{ranges}];\n").unwrap();
}

fn kind(field: &FieldDescriptorProto, index: &BTreeMap<&str, usize>) -> String {
    let scalar = match field.r#type() {
        Type::Message => return format!("Message({})", index[field.type_name()]),
        Type::String | Type::Bytes => return "Bytes".to_owned(),
        Type::Group => panic!("{} is a group", field.name()),
        Type::Double | Type::Fixed64 | Type::Sfixed64 => "Fixed64",
        Type::Float | Type::Fixed32 | Type::Sfixed32 => "Fixed32",
        // Integers of all kinds, `bool` and enums.
        _ => "Varint",
    };
    match (field.label(), scalar) {
        (Label::Repeated, "Varint") => "RepeatedVarint".to_owned(),
        (Label::Repeated, _) => {
            panic!("{} is the first of its kind: teach it to `strict::Kind`", field.name())
        }
        _ => scalar.to_owned(),
    }
}

/// Where a message is declared; `rust` is none where no Rust type of our own exists.
struct Scope {
    proto: String,
    rust: Option<String>,
}

fn collect<'a>(scope: &Scope, declared: &'a [DescriptorProto], messages: &mut Messages<'a>) {
    for message in declared {
        let proto = format!("{}.{}", scope.proto, message.name());
        let is_entry = message.options.as_ref().is_some_and(MessageOptions::map_entry);
        let rust = scope.rust.as_ref().filter(|_| !is_entry);
        let inner = Scope {
            proto: proto.clone(),
            rust: rust.map(|module| format!("{module}::{}", message.name().to_snake_case())),
        };
        let rust = rust.map(|module| format!("{module}::{}", message.name().to_upper_camel_case()));
        messages.insert(proto, (message, rust));
        collect(&inner, &message.nested_type, messages);
    }
}

/// The module that `prost` puts a package into; the well-known types are `prost`'s own.
fn rust_module(package: &str) -> Option<String> {
    if package == "google.protobuf" {
        return None;
    }
    let modules: Vec<_> = package.split('.').map(ToSnakeCase::to_snake_case).collect();
    Some(format!("super::{}", modules.join("::")))
}
