//! `FileGetInfo`: what is known of a file.

use hapi_proto::services::{
    FileGetInfoQuery, FileGetInfoResponse, KeyList, QueryHeader, ResponseHeader, Timestamp,
    file_get_info_response::FileInfo, key::Key as Kind, response::Response,
};

use super::{QueryContext, QueryType};
use crate::{ResponseCode, config::system_file, crypto::sha384_of, keys::Key, state::File};

impl QueryType for FileGetInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        self.file_id.as_ref().map(|_| ()).ok_or(ResponseCode::InvalidFileId)
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let file = cx.file(self.file_id.as_ref()).ok_or(ResponseCode::InvalidFileId)?;
        let file_info = FileInfo { file_id: self.file_id, ..info(cx, file) };
        Ok(Response::FileGetInfo(FileGetInfoResponse { header: Some(header), file_info: Some(file_info) }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::FileGetInfo(FileGetInfoResponse { header: Some(header), file_info: None })
    }
}

/// The memo of a software update is its hash.
fn info(cx: &QueryContext<'_>, file: &File) -> FileInfo {
    let (size, memo) = if system_file::SOFTWARE_UPDATES.contains(&file.num) {
        let size = cx.store.upgrade(&file.num).map_or(0, |upgrade| upgrade.size);
        (size, hex::encode(sha384_of(cx.store.upgrade_contents(file.num))))
    } else {
        (file.contents.len() as u64, (&*file.memo).into())
    };
    FileInfo {
        size: i64::try_from(size).unwrap_or(i64::MAX),
        expiration_time: Some(Timestamp::new(file.expiry, 0)),
        deleted: file.deleted,
        keys: file.keys.as_deref().map(key_list),
        memo,
        ledger_id: cx.config.ledger.id.clone().into(),
        ..FileInfo::default()
    }
}

fn key_list(key: &Key) -> KeyList {
    match key.to_proto() {
        hapi_proto::services::Key { key: Some(Kind::KeyList(list)) } => list,
        key => KeyList { keys: alloc::vec![key] },
    }
}
