//! The schema against tables of wire facts that were read off the public network's own definitions.
//!
//! `HAPI_FACTS` names the directory with the tables; without it `shared/hapi` beside the workspace is tried. Where
//! there are none, these tests say so and pass: the tables are no part of the repository.

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    field_descriptor_proto::{Label, Type},
};
use std::{collections::BTreeSet, env, fs, path::PathBuf};

mod protos;

/// One row of a table, its columns joined by tabs.
type Rows = BTreeSet<String>;

/// Rows that the schema leaves out on purpose: messages that one implementation of a node keeps on its own disk.
const LEFT_OUT: [&str; 2] = [
    "com.hedera.node.internal.network\tmessage\tNetwork\t2\t2\t",
    "com.hedera.node.internal.network\tmessage\tNodeMetadata\t3\t3\t",
];

#[test]
fn every_field_is_that_of_the_facts() {
    compare("schema.tsv", |file| rows_of_messages(file, fields));
}

#[test]
fn every_reservation_is_that_of_the_facts() {
    compare("reserved.tsv", |file| rows_of_messages(file, reservations));
}

#[test]
fn every_enum_value_is_that_of_the_facts() {
    compare("enums.tsv", |file| {
        let mut rows: Vec<_> = file.enum_type.iter().flat_map(|e| values(file, "", e)).collect();
        for (prefix, message) in messages(file) {
            let prefix = format!("{prefix}{}.", message.name());
            rows.extend(message.enum_type.iter().flat_map(|e| values(file, &prefix, e)));
        }
        rows
    });
}

#[test]
fn every_method_is_that_of_the_facts() {
    compare("rpcs.tsv", |file| {
        let mut rows = Vec::new();
        for service in &file.service {
            for method in &service.method {
                let streaming = match (method.client_streaming(), method.server_streaming()) {
                    (false, false) => "unary",
                    (false, true) => "server",
                    (true, false) => "client",
                    (true, true) => "bidi",
                };
                rows.push(row(&[
                    file.package(),
                    service.name(),
                    method.name(),
                    method.input_type().trim_start_matches('.'),
                    method.output_type().trim_start_matches('.'),
                    streaming,
                    flag(method.options.as_ref().is_some_and(prost_types::MethodOptions::deprecated)),
                    file.name(),
                ]));
            }
        }
        rows
    });
}

/// Compares a table with what `rows` finds in all files, both ways.
#[track_caller]
fn compare(table: &str, rows: impl Fn(&FileDescriptorProto) -> Vec<String>) {
    let Some(facts) = read(table) else { return };
    let files = protos::descriptors().file;
    let ours: Rows = files.iter().filter(|f| f.package() != "google.protobuf").flat_map(rows).collect();
    let missing: Vec<_> = facts.difference(&ours).filter(|row| !LEFT_OUT.contains(&row.as_str())).collect();
    let invented: Vec<_> = ours.difference(&facts).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "{table} differs from the schema\nonly in the facts: {missing:#?}\nonly in the schema: {invented:#?}"
    );
}

fn read(table: &str) -> Option<Rows> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/hapi"));
    let directory = env::var_os("HAPI_FACTS").map_or_else(beside, PathBuf::from);
    let path = directory.join(table);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let rows: Rows = text.lines().skip(1).map(str::to_owned).collect();
            assert!(!rows.is_empty(), "{} is empty", path.display());
            Some(rows)
        }
        Err(error) if env::var_os("HAPI_FACTS").is_none() => {
            eprintln!(
                "nothing compared: {}: {error}; set HAPI_FACTS to the directory with the facts",
                path.display()
            );
            None
        }
        Err(error) => panic!("HAPI_FACTS has no {table}: {error}"),
    }
}

/// All messages of a file at all depths, each with the names around it: `Outer.Inner.`.
fn messages(file: &FileDescriptorProto) -> Vec<(String, &DescriptorProto)> {
    let mut found = Vec::new();
    let mut todo: Vec<_> = file.message_type.iter().map(|m| (String::new(), m)).collect();
    while let Some((prefix, message)) = todo.pop() {
        let inner = format!("{prefix}{}.", message.name());
        todo.extend(message.nested_type.iter().map(|m| (inner.clone(), m)));
        found.push((prefix, message));
    }
    found
}

fn rows_of_messages(
    file: &FileDescriptorProto,
    rows: impl Fn(&FileDescriptorProto, &str, &DescriptorProto) -> Vec<String>,
) -> Vec<String> {
    messages(file)
        .into_iter()
        .flat_map(|(prefix, m)| rows(file, &format!("{prefix}{}", m.name()), m))
        .collect()
}

/// A message without fields has one row without a field.
fn fields(file: &FileDescriptorProto, name: &str, message: &DescriptorProto) -> Vec<String> {
    if message.field.is_empty() {
        return vec![row(&[file.package(), name, "", "", "", "", "", "", file.name()])];
    }
    let fields = message.field.iter().map(|field| {
        let oneof = field.oneof_index.map(|at| message.oneof_decl[usize::try_from(at).unwrap()].name());
        row(&[
            file.package(),
            name,
            field.name(),
            &field.number().to_string(),
            &type_name(field),
            if field.label() == Label::Repeated { "repeated" } else { "" },
            oneof.unwrap_or_default(),
            flag(field.options.as_ref().is_some_and(prost_types::FieldOptions::deprecated)),
            file.name(),
        ])
    });
    fields.collect()
}

fn reservations(file: &FileDescriptorProto, name: &str, message: &DescriptorProto) -> Vec<String> {
    let ranges = message.reserved_range.iter().map(|range| {
        let (from, to) = (range.start().to_string(), (range.end() - 1).to_string());
        row(&[file.package(), "message", name, &from, &to, ""])
    });
    let names =
        message.reserved_name.iter().map(|word| row(&[file.package(), "message", name, "", "", word]));
    ranges.chain(names).collect()
}

fn values(file: &FileDescriptorProto, prefix: &str, declared: &EnumDescriptorProto) -> Vec<String> {
    let values = declared.value.iter().map(|value| {
        row(&[
            file.package(),
            &format!("{prefix}{}", declared.name()),
            value.name(),
            &value.number().to_string(),
            flag(value.options.as_ref().is_some_and(prost_types::EnumValueOptions::deprecated)),
            file.name(),
        ])
    });
    values.collect()
}

fn type_name(field: &FieldDescriptorProto) -> String {
    match field.r#type() {
        Type::Message | Type::Enum => field.type_name().trim_start_matches('.').to_owned(),
        scalar => scalar.as_str_name().trim_start_matches("TYPE_").to_lowercase(),
    }
}

const fn flag(set: bool) -> &'static str {
    if set { "true" } else { "" }
}

fn row(columns: &[&str]) -> String {
    columns.join("\t")
}
