//! The file service: files of users, and those that run the network.

mod append;
mod create;
mod delete;
mod keys;
mod system_delete;
mod system_files;
mod update;
mod upgrade;
