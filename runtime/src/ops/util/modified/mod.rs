//! Transactions and queries sent again and again, each time with one thing wrong.

mod expected;
mod ids;
mod send;
mod submit;

use std::{fmt, sync::Arc};

use hapi_proto::{services::ResponseCodeEnum, strict::StrictMessage};

pub use send::{
    SendModified, send_modified, send_modified_with_fixed_payer, with_successively_varied_query_ids,
};
pub use submit::{
    SubmitModified, submit_modified, submit_modified_with_fixed_payer, with_successively_varied_body_ids,
};

use self::{
    expected::Expected,
    ids::{IdField, cleared, ids_in},
};
use crate::spec::OpError;

/// The spoilt form of a message; `None` if this message has nothing that could be spoilt so.
pub type Modify<M> = Arc<dyn Fn(&M) -> Option<M> + Send + Sync>;

/// One way to spoil a message of type `M`, and the codes that nodes answer it with.
pub struct Modification<M> {
    /// What it does, for the trace.
    pub summary: String,
    /// Does it.
    pub modify: Modify<M>,
    /// The codes, one of which must come.
    pub expected: &'static [ResponseCodeEnum],
}

impl<M> fmt::Debug for Modification<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary)
    }
}

/// The ways to spoil a message, told from the message.
type Modifications<M> = Box<dyn Fn(&M) -> Result<Vec<Modification<M>>, OpError> + Send + Sync>;

/// The account that pays for the unmodified operation: an ordinary one, so that all checks apply.
const PAYER: &str = "modifiedCivilianPayer";

/// All ways to clear one entity id of a message.
fn clearings<M: StrictMessage>(
    message: &M,
    expect: impl Fn(&IdField) -> Result<Expected, OpError>,
) -> Result<Vec<Modification<M>>, OpError> {
    let modification = |id: IdField| {
        let Expected { name, codes } = expect(&id)?;
        let summary = format!("without {name} (#{})", id.nth);
        let modify = move |message: &M| {
            let bytes = cleared::<M>(&message.encode_to_vec(), &id).ok()??;
            M::decode(&*bytes).ok()
        };
        Ok(Modification { summary, modify: Arc::new(modify), expected: codes })
    };
    ids_in::<M>(&message.encode_to_vec())?.into_iter().map(modification).collect()
}
