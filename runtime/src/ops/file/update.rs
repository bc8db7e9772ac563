//! Changes of files.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{
    FileId, FileUpdateTransactionBody, HederaFunctionality, Key, KeyList, Timestamp, transaction_body::Data,
};

use super::{
    contents::{Contents, contents_modifiers},
    keys::{as_key, as_list, as_list_control, signer},
};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn, queries::get_file_info},
    registry::{Expiry, Memo, Subject},
    spec::{OpError, OpResult, Spec},
    system_files::{self, Settings},
    test_case::Resources,
};

/// Changes a file. The payer, the file's keys and its new keys sign.
#[track_caller]
pub fn file_update(file: impl Into<Subject<FileId>>) -> Txn<FileUpdate> {
    Txn::new(FileUpdate {
        file: file.into(),
        keys: NewKeys::Same,
        contents: Contents::Absent,
        settings: None,
        expires: None,
        expiry: None,
        memo: None,
    })
}

/// See [`file_update`].
#[derive(Clone, Debug)]
pub struct FileUpdate {
    file: Subject<FileId>,
    keys: NewKeys,
    contents: Contents,
    settings: Option<Changed>,
    expires: Option<Expires>,
    expiry: Option<i64>,
    memo: Option<String>,
}

/// Which keys the file gets.
#[derive(Clone, Debug)]
enum NewKeys {
    Same,
    Existing(Signer),
    Empty,
    /// A list with a key that is none.
    Bad,
}

/// Changes to a list of settings, as in files 0.0.121 and 0.0.122.
#[derive(Clone, Debug, Default)]
struct Changed {
    set: BTreeMap<String, String>,
    removed: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Expires {
    /// So long from now.
    After(i64),
    /// At this second.
    At(i64),
    /// So much later than it does.
    Later(i64),
}

contents_modifiers!(FileUpdate);

impl Txn<FileUpdate> {
    /// Sets these among the settings that the file has: for files 0.0.121 and 0.0.122. The rest of them stays.
    pub fn overriding_props<N: Into<String>, V: Into<String>>(
        self,
        settings: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let settings = settings.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.with_op(|op| op.settings.get_or_insert_default().set.extend(settings))
    }

    /// Takes these out of the settings that the file has: for files 0.0.121 and 0.0.122.
    pub fn erasing_props<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter().map(Into::into);
        self.with_op(|op| op.settings.get_or_insert_default().removed.extend(names))
    }

    /// Gives it this key list, which then signs as well; a key that is no list becomes the only part of one.
    pub fn wacl(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.keys = NewKeys::Existing(key.into()))
    }

    /// Gives it an empty key list: nobody can change it then.
    pub fn use_empty_wacl(self) -> Self {
        self.with_op(|op| op.keys = NewKeys::Empty)
    }

    /// Gives it a key list with a key that is none. Nodes reject that.
    pub fn use_bad_wacl(self) -> Self {
        self.with_op(|op| op.keys = NewKeys::Bad)
    }

    /// Has it expire so many seconds from now.
    pub fn lifetime(self, seconds: i64) -> Self {
        self.with_op(|op| op.expires = Some(Expires::After(seconds)))
    }

    /// Has it expire at this second of consensus time.
    pub fn expiry(self, seconds: i64) -> Self {
        self.with_op(|op| op.expires = Some(Expires::At(seconds)))
    }

    /// Has it expire so many seconds later than it does, which may be fewer than none.
    pub fn extending_expiry_by(self, seconds: i64) -> Self {
        self.with_op(|op| op.expires = Some(Expires::Later(seconds)))
    }

    /// Gives the file, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = Some(memo.into()))
    }
}

impl FileUpdate {
    fn new_keys(&self, spec: &Spec) -> Result<Option<KeyList>, OpError> {
        match &self.keys {
            NewKeys::Same => Ok(None),
            NewKeys::Existing(signer) => Ok(Some(as_list(signer.resolve(spec)?.0))),
            NewKeys::Empty => Ok(Some(KeyList::default())),
            NewKeys::Bad => Ok(Some(KeyList { keys: vec![Key::default()] })),
        }
    }

    async fn find_out(&mut self, spec: &Spec) -> OpResult {
        let now = spec.consensus_time().seconds;
        self.expiry = match self.expires {
            None => None,
            Some(Expires::After(seconds)) => Some(now.saturating_add(seconds)),
            Some(Expires::At(seconds)) => Some(seconds),
            Some(Expires::Later(seconds)) => Some(self.present_expiry(spec).await?.saturating_add(seconds)),
        };
        if let Some(changed) = self.settings.take() {
            let id = self.file.resolve(spec)?;
            let num = u64::try_from(id.file_num)?;
            let present = system_files::contents(spec, num).await?;
            let present = present.ok_or_else(|| OpError::new(format!("there is no file {id}")))?;
            let mut settings = Settings::parse(&present, id)?;
            changed.removed.iter().for_each(|name| settings.remove(name));
            changed.set.iter().for_each(|(name, value)| settings.set(name, value));
            self.contents = Contents::Given(settings.to_contents());
        }
        Ok(())
    }

    async fn present_expiry(&self, spec: &Spec) -> Result<i64, OpError> {
        let known = self.file.name(spec).and_then(|name| spec.registry().find(&name));
        if let Some(Expiry(seconds)) = known {
            return Ok(seconds);
        }
        let info = Box::pin(spec.run(get_file_info(self.file.clone()))).await?;
        Ok(info.expiration_time.unwrap_or_default().seconds)
    }
}

impl TransactionOp for FileUpdate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::FileUpdate;

    fn verb(&self) -> &'static str {
        "file_update"
    }

    fn subject(&self) -> String {
        self.file.to_string()
    }

    fn look_up<'a>(&'a mut self, spec: &'a Spec) -> Option<BoxFuture<'a, OpResult>> {
        let asks = self.expires.is_some() || self.settings.is_some();
        asks.then(|| Box::pin(self.find_out(spec)) as BoxFuture<'a, OpResult>)
    }

    fn changes(&self, spec: &Spec) -> Result<Resources, OpError> {
        if self.contents.are_given() {
            Ok(system_files::changed_by(&self.file.resolve(spec)?))
        } else {
            Ok(Resources::NONE)
        }
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::FileUpdate(FileUpdateTransactionBody {
            file_id: Some(self.file.resolve(spec)?),
            expiration_time: self.expiry.map(|seconds| Timestamp::new(seconds, 0)),
            keys: self.new_keys(spec)?,
            contents: self.contents.resolve(spec)?.unwrap_or_default(),
            memo: self.memo.clone(),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let new = match &self.keys {
            NewKeys::Existing(signer) => Some(signer.clone()),
            NewKeys::Same | NewKeys::Empty | NewKeys::Bad => None,
        };
        Ok(signer(&self.file, spec).into_iter().chain(new).collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        let Some(name) = self.file.name(spec) else { return Ok(()) };
        let registry = spec.registry();
        match (&self.keys, self.new_keys(spec)?) {
            (NewKeys::Empty, _) => registry.remove::<Key>(&name),
            (keys, Some(list)) => {
                if let NewKeys::Existing(signer) = keys {
                    let (key, control) = signer.resolve(spec)?;
                    spec.keys().set_control(&name, as_list_control(&key, control));
                }
                registry.put(&name, as_key(&list));
            }
            _ => {}
        }
        if let Some(memo) = &self.memo {
            registry.put(&name, Memo(memo.clone()));
        }
        if let Some(seconds) = self.expiry {
            // A file never expires earlier than it did.
            let before = registry.find(&name).map_or(seconds, |Expiry(before)| before);
            registry.put(&name, Expiry(seconds.max(before)));
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
