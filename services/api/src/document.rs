//! The OpenAPI document: collected from the handlers, with what they all share added once.

use actix_web::App;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, Object, OpenApi, OpenApiBuilder, PathItem, Ref, RefOr,
    ResponseBuilder, Schema, SecurityRequirement,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::{AppExt, scope};

use crate::auth::{GUEST_COOKIE, SESSION_COOKIE};
use crate::error::{ProblemDetails, ProblemItem};
use crate::routes;

const ABOUT: &str = "Galley turns one brief into approved, localized ads. Errors are RFC 9457 problem details with stable \
codes. Lists are pages: send `next` as `after`. POSTs that create take an `Idempotency-Key`. Times are RFC 3339 in UTC, \
money is a decimal as text.";

/// The document of every endpoint.
pub fn openapi() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(base());
    let app = app.service(scope::scope(routes::BASE).configure(routes::configure));
    let (_, mut document) = app.split_for_parts();
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(complete);
    }
    for (name, schema) in document.components.iter_mut().flat_map(|components| &mut components.schemas) {
        match schema {
            RefOr::T(Schema::Object(object)) => tighten(name, object),
            // What is flattened into an answer.
            RefOr::T(Schema::AllOf(parts)) => {
                for part in &mut parts.items {
                    if let RefOr::T(Schema::Object(object)) = part {
                        tighten(name, object);
                    }
                }
            }
            _ => {}
        }
    }
    document
}

/// Answers whose empty fields are left out; in every other they are null.
const SPARSE: [&str; 3] = ["DecisionOutcome", "ProblemDetails", "ProblemItem"];

/// Says what the handlers' types cannot: an answer has all its fields, and a page's items are of
/// the type it is named after.
fn tighten(name: &str, object: &mut Object) {
    // What we read refuses unknown fields; what we write has no need to.
    let is_read = matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false)));
    if !is_read && !SPARSE.contains(&name) {
        object.required = object.properties.keys().cloned().collect();
    }
    let Some(item) = name.strip_prefix("List_") else { return };
    if let Some(RefOr::T(Schema::Array(array))) = object.properties.get_mut("items") {
        array.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(item))));
    }
}

/// The document as it is committed.
pub fn openapi_json() -> String {
    let mut text = serde_json::to_string_pretty(&openapi()).expect("the document is plain JSON");
    text.push('\n');
    text
}

fn base() -> OpenApi {
    let key = |name: &str| SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(name)));
    let header = ApiKeyValue::with_description("Authorization", "`Guest` and the secret of a guest's session");
    let mut components = ComponentsBuilder::new()
        .security_scheme("session", key(SESSION_COOKIE))
        .security_scheme("guest", key(GUEST_COOKIE))
        .security_scheme("guest_secret", SecurityScheme::ApiKey(ApiKey::Header(header)))
        .security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    for (name, schema) in
        [(ProblemDetails::name(), ProblemDetails::schema()), (ProblemItem::name(), ProblemItem::schema())]
    {
        components = components.schema(name, schema);
    }
    let requirement = |name: &str| SecurityRequirement::new::<_, [&str; 0], &str>(name, []);
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Galley").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT)).build())
        .components(Some(components.build()))
        .security(Some(["session", "token", "guest", "guest_secret"].map(requirement)))
        .build()
}

/// Every operation may answer with a problem.
fn complete(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
    let problem = ResponseBuilder::new()
        .description("Something is wrong; `code` says what")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}
