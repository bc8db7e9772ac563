//! The ids that always carry a number: tokens, topics, files, schedules.

use super::{EntityId, ParseIdError, Parts, wire_number};
use crate::services::{FileId, ScheduleId, TokenId, TopicId};
use core::{fmt, str::FromStr};

macro_rules! numbered_id {
    ($($id:ident $field:ident $what:literal;)*) => {$(
        impl $id {
            #[doc = concat!("The ", $what, " `0.0.num`. Numbers above 2^63 - 1, which the wire cannot carry, become that.")]
            pub const fn from_num(num: u64) -> Self {
                Self { shard_num: 0, realm_num: 0, $field: wire_number(num) }
            }

            #[doc = concat!("The number of the ", $what, ".")]
            pub const fn num(&self) -> i64 {
                self.$field
            }
        }

        impl EntityId for $id {
            fn shard(&self) -> i64 {
                self.shard_num
            }

            fn realm(&self) -> i64 {
                self.realm_num
            }

            fn number(&self) -> Option<i64> {
                Some(self.$field)
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}.{}.{}", self.shard_num, self.realm_num, self.$field)
            }
        }

        impl FromStr for $id {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let (shard_num, realm_num, $field) = Parts::parse_numbered(text)?;
                Ok(Self { shard_num, realm_num, $field })
            }
        }
    )*};
}

numbered_id! {
    FileId file_num "file";
    ScheduleId schedule_num "schedule";
    TokenId token_num "token";
    TopicId topic_num "topic";
}
