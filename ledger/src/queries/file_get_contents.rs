//! `FileGetContents`: what a file holds. Of a software update it shows nothing, as in the reference; `FileGetInfo` tells
//! its size and hash.

use hapi_proto::{
    fees::Extra,
    services::{
        FileGetContentsQuery, FileGetContentsResponse, FileId, QueryHeader, ResponseHeader,
        file_get_contents_response::FileContents, response::Response,
    },
};

use super::{QueryContext, QueryType};
use crate::{ResponseCode, fees::Usage, state::File};

impl QueryType for FileGetContentsQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn usage(&self, cx: &QueryContext<'_>) -> Usage {
        let length = cx.file(self.file_id.as_ref()).map_or(0, |file| file.contents.len());
        Usage::BASE.with(Extra::ProcessingBytes, length as u64)
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        self.file_id.as_ref().map(|_| ()).ok_or(ResponseCode::InvalidFileId)
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let file = cx.file(self.file_id.as_ref()).ok_or(ResponseCode::InvalidFileId)?;
        Ok(Response::FileGetContents(FileGetContentsResponse {
            header: Some(header),
            file_contents: Some(FileContents { file_id: self.file_id, contents: file.contents.clone() }),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::FileGetContents(FileGetContentsResponse { header: Some(header), file_contents: None })
    }
}

impl QueryContext<'_> {
    /// The file with this id.
    pub(super) fn file(&self, id: Option<&FileId>) -> Option<&File> {
        self.store.numbered_file(self.config, id)
    }
}
