//! Operations on files.

mod append;
mod contents;
mod create;
mod delete;
mod keys;
mod large;
mod system;
mod update;

pub use append::{FileAppend, file_append};
pub use create::{FileCreate, FileCreated, file_create};
pub use delete::{FileDelete, file_delete};
pub(crate) use keys::as_list;
pub use large::{LargeFile, create_large_file, update_large_file, update_special_file};
pub use system::{SystemFileDelete, SystemFileUndelete, system_file_delete, system_file_undelete};
pub use update::{FileUpdate, file_update};
