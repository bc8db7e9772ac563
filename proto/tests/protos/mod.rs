//! The `.proto` files of this crate, compiled.

use std::path::{Path, PathBuf};

/// Every file of the schema, imports included, comments kept.
pub(crate) fn descriptors() -> prost_types::FileDescriptorSet {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../proto/protos"));
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let mut compiler = protox::Compiler::new([root]).unwrap();
    compiler.include_imports(true).include_source_info(true).open_files(&files).unwrap();
    compiler.file_descriptor_set()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in dir.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "proto") {
            files.push(path);
        }
    }
}
