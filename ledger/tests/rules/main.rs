//! The rules by which transactions and queries are taken, handled and answered, as a client sees them.

mod charging;
mod claims;
mod copies;
mod documented;
mod duplicates;
mod envelope;
mod facts;
mod file_queries;
mod files;
mod hollow;
mod ingest;
mod ingest_together;
mod mutations;
mod properties;
mod queries;
mod query_payments;
mod signatures;
mod staking;
mod streamed;
mod supply;
mod support;
mod system_files;
mod throttles;
mod token_queries;
mod token_records;
mod token_stories;
#[path = "../shared/token_story.rs"]
mod token_story;
mod token_throttles;
mod transfer;
