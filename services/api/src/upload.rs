//! Uploads: a multipart body of named files within bounds. Whether a name is safe and what a file
//! says is decided in `domain`, not here.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, ResponseError};
use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use galley_domain::bundle::{Bundle, MAX_BYTES, MAX_FILES, MAX_PATH_BYTES};
use galley_domain::digest::{Digest, Hasher};

use utoipa::ToSchema;

use crate::error::{ApiError, table};

/// A folder as a multipart body, for the OpenAPI document.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body; the body is read part by part")]
pub struct FilesForm {
    /// One part a file; the part's file name is the path in the folder.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Bytes>,
}

/// The files of a multipart body.
#[derive(Debug, Default)]
pub struct Upload {
    /// By field name; fields without a file name.
    pub fields: BTreeMap<String, Bytes>,
    /// By file name, which may be a relative path.
    pub files: BTreeMap<String, Bytes>,
}

impl Upload {
    /// A digest of all names and bytes, whatever the order and the boundary they came with.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new("upload");
        for (kind, parts) in [("field", &self.fields), ("file", &self.files)] {
            for (name, bytes) in parts {
                hasher.text(kind, name).part("bytes", bytes);
            }
        }
        hasher.finish()
    }

    /// The files as a folder, with safe names only.
    pub fn into_bundle(self) -> Result<Bundle, ApiError> {
        Ok(Bundle::parse(self.files.into_iter().map(|(path, bytes)| (path, bytes.to_vec())))?)
    }

    /// Takes a part out: one sent as a field or as a file in a field of this name.
    pub fn take_text(&mut self, field: &str) -> Result<String, ApiError> {
        let bytes = self
            .fields
            .remove(field)
            .ok_or_else(|| ApiError::field(&format!("/{field}"), format!("the part `{field}` is missing")))?;
        String::from_utf8(bytes.to_vec())
            .map_err(|_| ApiError::field(&format!("/{field}"), format!("the part `{field}` is not UTF-8 text")))
    }

    async fn read(mut parts: Multipart, text_fields: &[&str]) -> Result<Upload, ApiError> {
        let mut upload = Upload::default();
        let mut bytes_left = MAX_BYTES;
        while let Some(mut part) = parts.try_next().await.map_err(broken)? {
            if upload.fields.len() + upload.files.len() >= MAX_FILES {
                return Err(ApiError::new(table::TOO_LARGE, format!("an upload has at most {MAX_FILES} files")));
            }
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.content_disposition().and_then(|value| value.get_filename()).map(str::to_owned);
            let content = read_part(&mut part, &mut bytes_left).await?;
            let is_text = file.is_none() || text_fields.contains(&field.as_str());
            let name = if is_text { field } else { file.unwrap_or_default() };
            if name.len() > MAX_PATH_BYTES {
                return Err(ApiError::malformed(format!("a file's name has at most {MAX_PATH_BYTES} bytes")));
            }
            let parts = if is_text { &mut upload.fields } else { &mut upload.files };
            if parts.insert(name.clone(), content).is_some() {
                return Err(ApiError::malformed(format!("“{name}” was sent twice")));
            }
        }
        Ok(upload)
    }
}

async fn read_part(part: &mut Field, bytes_left: &mut usize) -> Result<Bytes, ApiError> {
    let mut content = BytesMut::new();
    while let Some(chunk) = part.try_next().await.map_err(broken)? {
        *bytes_left = bytes_left
            .checked_sub(chunk.len())
            .ok_or_else(|| ApiError::new(table::TOO_LARGE, format!("an upload has at most {MAX_BYTES} bytes")))?;
        content.extend_from_slice(&chunk);
    }
    Ok(content.freeze())
}

fn broken(error: actix_multipart::MultipartError) -> ApiError {
    if error.status_code().as_u16() == 415 {
        return ApiError::new(table::MEDIA_TYPE, "expected multipart/form-data");
    }
    ApiError::malformed(format!("the multipart body cannot be read: {error}"))
}

/// Parts whose field name says what they are, also when they carry a file name.
const TEXT_FIELDS: [&str; 2] = ["brief", "variant"];

impl FromRequest for Upload {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = Multipart::from_request(request, payload);
        Box::pin(async move {
            let parts = parts.await.map_err(|_| ApiError::malformed("expected a multipart/form-data body"))?;
            Upload::read(parts, &TEXT_FIELDS).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_tells_names_and_kinds_apart() {
        let bytes = Bytes::from_static(b"x");
        let upload = |field: &[&str], file: &[&str]| {
            let part = |name: &&str| ((*name).to_owned(), bytes.clone());
            Upload { fields: field.iter().map(part).collect(), files: file.iter().map(part).collect() }.digest()
        };
        assert_eq!(upload(&["a"], &["b", "c"]), upload(&["a"], &["c", "b"]));
        assert_ne!(upload(&["a"], &[]), upload(&[], &["a"]));
        assert_ne!(upload(&[], &["a"]), upload(&[], &["b"]));
    }
}
