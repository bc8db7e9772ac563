//! A test DSL for Hedera-style ledgers, and the networks it runs against.
