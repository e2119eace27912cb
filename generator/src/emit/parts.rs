//! A table of the parts of the support code, and the parts that an output needs: those that its tokens name, those that
//! the model needs although no token names them, and their dependencies.

use super::mentions::Mentions;
use crate::api::{KeyLocation, SchemeKind, Sequence};
use crate::model::{
    Access, Additional, Check, Content, EnumKind, Expr, Field, Foreign, Form, HeaderForm, Model, Newtype,
    Operation, Parameter, Payload, ReadOnly, Reading, Shape, WriteOnly,
};
use std::collections::BTreeSet;

/// A file of the support code.
pub(crate) struct Part {
    pub name: &'static str,
    pub source: &'static str,
    /// Whether its module is public in `support`.
    pub public: bool,
    /// The names that the module `support` exports from it.
    pub exports: &'static [&'static str],
    /// The methods that only this part has. Emitted code that calls one needs the part.
    pub methods: &'static [&'static str],
    /// The other parts and the constants of `support/mod.rs` that it names.
    pub needs: &'static [&'static str],
}

macro_rules! parts {
    ($($public:vis $name:ident [$($export:ident)*] [$($method:ident)*] [$($need:ident)*];)*) => {
        &[$(Part {
            name: stringify!($name),
            source: include_str!(concat!("../../support/", stringify!($name), ".rs")),
            public: !stringify!($public).is_empty(),
            exports: &[$(stringify!($export)),*],
            methods: &[$(stringify!($method)),*],
            needs: &[$(stringify!($need)),*],
        }),*]
    };
}

impl Part {
    /// Whether it has a macro with its name, which the module `support` exports.
    pub(crate) fn has_macro(&self) -> bool {
        self.source.contains(&format!("pub(crate) use {};", self.name))
    }
}

/// Whether the generated server checks its responses.
pub(crate) const CHECK_RESPONSES: &str = "CHECK_RESPONSES";
/// The number of bytes of a form's files that are read ahead.
pub(crate) const FORM_BUFFER: &str = "FORM_BUFFER";

/// Every part, by name, with its exports, its methods, and its needs.
pub(crate) const PARTS: &[Part] = parts! {
    accept [Accept Negotiate] [accept] [context incoming rejection];
    pub alternative [] [] [constant decode held];
    argument [Argument Pairs Query Scalar] [] [rejection];
    as_request [] [] [];
    ascii_json [] [] [];
    authorization [] [] [context rejection];
    authorization_key [] [authorization_key] [context header_secret rejection secret];
    base64 [Base64 Base64Url] [] [decode format];
    basic [Basic] [] [secret];
    bearer [Bearer] [] [secret];
    body [json_body optional_json_body] [] [chunks decode media_type reason rejection];
    body_choice [choose_body chosen_json_body optional_chosen_json_body] [] [body decode media_type rejection];
    callback_target [TargetPiece encoded_target_json encoded_target_text join_target target_json target_text] [] [outgoing_query outgoing_request];
    pub check [] [] [decode nullable];
    checked [checked checked_body checked_content checked_form checked_header checked_json checked_list] [] [CHECK_RESPONSES check decode rejection];
    choice [] [] [alternative constant decode held];
    chunks [] [] [rejection];
    client_body [Body] [] [client_error];
    client_certificate [ClientCertificate] [] [];
    client_connection [Connection Present] [] [client_body client_error client_request operation outgoing_request received_response];
    client_error [BoxError ClientError] [] [operation];
    client_failure [Failure] [] [operation];
    client_reply [Reply] [send_for_stream send_request] [client_connection client_error operation outgoing_error outgoing_request received_response];
    client_request [] [at_path secured_by with_own_server] [client_body outgoing_request];
    pub constant [] [] [held];
    content [Content] [] [];
    content_response [bytes text] [] [accept content rejection];
    context [Context] [] [argument operation];
    cookie_object [] [cookie_properties] [context cookies object_argument];
    cookie_pairs [] [] [context];
    cookie_secret [] [cookie_secret presents_cookie] [context cookie_pairs rejection secret];
    cookies [] [cookie cookies undecoded] [argument context cookie_pairs multi rejection];
    counted [] [] [decode];
    created_items [] [] [item_stream rejection];
    decode [Decode Properties Seed Trail deserialize] [] [];
    default_argument [] [] [argument];
    default_arguments [] [] [argument multi];
    defaulted [] [] [decode];
    dispatch [connect] [] [argument glue rejection template];
    empty [] [required_or_empty unless_empty] [argument rejection];
    equal_enums [] [] [];
    evaluated [] [] [check decode schema];
    event [Event] [] [rejection];
    event_fields [] [] [event rejection];
    event_rules [of_data of_event of_event_with_json] [] [check decode event];
    event_stream [json_events optional_json_events optional_text_events_body text_events_body] [] [argument body context decode event event_fields item_stream item_stream_body media_type rejection];
    events [Events] [] [event items];
    events_response [events text_events] [] [context decode event events items items_response json rejection];
    example [example] [] [context decode rejection];
    examples [Examples] [] [decode reason];
    file_form [FormParts files no_fields required_upload] [] [FORM_BUFFER argument form media_type multipart rejection upload];
    form [urlencoded] [] [argument media_type rejection stream];
    form_body [Field form_body optional_form_body] [] [argument decode form media_type rejection stream text_tree];
    form_check [check_form] [] [check decode form_body rejection text_tree];
    pub format [Formatted] [] [check decode];
    format_arguments [] [] [argument format];
    format_chrono [] [] [format rfc3339];
    format_decimal [] [] [format];
    format_jiff [] [] [format rfc3339];
    format_time [] [] [format rfc3339];
    format_url [] [] [format uri];
    format_uuid [] [] [format];
    glue [Routes fallbacks undeclared] [] [argument context incoming operation rejection];
    head [head] [] [];
    header [connection_upgrade each_header each_required_header header list_header required_list_header] [] [rejection];
    header_list [] [header_list] [argument context rejection];
    header_secret [] [] [context rejection secret];
    pub held [] [] [decode strict_value];
    http_credentials [Http] [] [secret];
    incoming [Endpoint HandlerResult Incoming ReadCredentials Render ResponseFuture respond] [] [argument context operation rejection];
    indexed [] [indexed] [argument multi rejection];
    integer_arguments [] [] [argument];
    integers [] [] [decode];
    integers_128 [] [] [decode];
    item_stream [ItemStream] [] [check chunks created_items decode rejection];
    item_stream_body [with_limit] [] [context item_stream media_type rejection];
    items [Items] [] [check decode];
    items_response [items] [] [CHECK_RESPONSES check content_response decode items json media_type rejection reported];
    json [json] [] [CHECK_RESPONSES decode reason rejection];
    json_argument [] [optional_json required_json] [argument decode reason rejection];
    json_content [json_as json_or_text] [] [content_response decode json rejection];
    json_header [json_header] [] [CHECK_RESPONSES ascii_json decode header reason rejection];
    json_items [] [] [item_stream rejection];
    json_items_body [json_items optional_json_items] [] [body context decode item_stream item_stream_body json_items media_type rejection];
    json_list [json_list json_list_body optional_json_list_body] [] [body content_response decode json json_items media_type rejection];
    list [] [list optional_list required_list] [argument rejection];
    location [] [header segment] [argument context rejection];
    map [] [] [decode];
    media_type [] [] [chunks rejection];
    multi [] [all] [argument list rejection];
    multipart [form multipart] [] [chunks form media_type rejection stream];
    multipart_body [multipart_body optional_multipart_body] [] [decode form_body media_type multipart rejection text_tree];
    nested [] [nested optional_nested required_nested] [argument list multi rejection];
    newtype [] [] [decode];
    nullable [Nullable] [] [decode];
    pub object [] [] [decode];
    object_argument [] [deep_object deep_value entries exploded exploded_except json_field matrix_entries pairs] [argument decode json_argument list rejection text_tree];
    operation [Operation] [] [];
    outgoing_basic [] [present_basic] [basic outgoing_request];
    outgoing_bearer [] [present_bearer] [bearer outgoing_request];
    outgoing_check [] [check_value] [CHECK_RESPONSES check decode outgoing_request];
    outgoing_checked_json [] [write_checked_json] [CHECK_RESPONSES decode outgoing_json outgoing_request reason];
    outgoing_cookies [] [add_cookie add_raw_cookie] [outgoing_query outgoing_request];
    outgoing_error [OutgoingError] [] [];
    outgoing_events [] [write_events write_text_events] [decode event item_stream outgoing_items outgoing_request];
    outgoing_fields [OutgoingForm] [] [form outgoing_parts outgoing_query outgoing_request];
    outgoing_files [] [write_files] [outgoing_fields outgoing_parts outgoing_produced outgoing_request upload];
    outgoing_form [] [write_form] [as_request form form_body outgoing_query outgoing_request];
    outgoing_headers [] [add_header] [ascii_json outgoing_request];
    outgoing_http [] [present_http] [http_credentials outgoing_request];
    outgoing_items [] [checked_when_sent write_items] [CHECK_RESPONSES as_request check decode item_stream media_type outgoing_produced outgoing_request reason rejection];
    outgoing_json [] [write_json] [as_request outgoing_request];
    outgoing_list [] [write_json_list] [CHECK_RESPONSES decode media_type outgoing_items outgoing_request];
    outgoing_multipart [] [write_multipart] [form_body outgoing_form outgoing_parts outgoing_request];
    outgoing_parts [] [] [multipart outgoing_request];
    outgoing_path [] [add_label add_matrix add_segment] [outgoing_query outgoing_request];
    outgoing_produced [] [] [];
    outgoing_query [] [add_query] [outgoing_request];
    outgoing_query_form [] [set_query_form] [form_body outgoing_form outgoing_query outgoing_querystring outgoing_request];
    outgoing_querystring [] [set_query_json set_query_text] [outgoing_query outgoing_request];
    outgoing_request [OutgoingRequest ParameterStyle] [] [outgoing_error];
    outgoing_secret [] [present_cookie present_header present_query] [outgoing_query outgoing_request secret];
    outgoing_text [] [write_stream write_text] [media_type outgoing_request stream];
    path_style [] [label matrix matrix_items] [argument list multi rejection];
    pattern [Pattern] [] [check decode];
    presented [] [] [context];
    query_form [] [query_form] [context form_body json_argument object_argument rejection];
    query_secret [] [] [argument rejection secret];
    querystring [] [querystring] [argument context];
    raw_cookie_object [] [raw_cookie_properties] [context object_argument raw_cookies];
    raw_cookies [] [raw_cookie raw_cookies] [argument context cookie_pairs multi rejection];
    read_basic [] [basic] [authorization basic context rejection secret];
    read_bearer [reject_token] [bearer] [authorization bearer context glue operation rejection secret];
    read_client_certificate [] [client_certificate] [client_certificate context];
    read_http_credentials [] [http_credentials] [authorization context http_credentials rejection secret];
    read_only [] [] [as_request decode object];
    reason [] [] [decode];
    receive [ReadBody receive] [] [body context incoming media_type rejection];
    received_bytes [] [read_bytes] [content outgoing_error received_response];
    received_check [] [check_received] [check decode outgoing_error received_response];
    received_choice [] [choose_content] [media_type outgoing_error received_response];
    received_events [] [read_events read_text_events] [decode event event_fields events item_stream outgoing_error received_items received_response rejection text_tree];
    received_headers [] [header_items optional_header optional_json_header required_header required_header_items required_json_header] [decode outgoing_error reason received_response text_tree];
    received_items [] [check_received_items read_items] [check decode item_stream items json_items media_type outgoing_error reason received_response rejection];
    received_list [] [read_json_list] [decode json_items media_type outgoing_error received_items received_response];
    received_response [ReceivedBody ReceivedResponse] [] [decode media_type outgoing_error reason];
    received_text [] [read_json_or_text read_text] [decode media_type outgoing_error received_response text_tree];
    rejection [Rejection] [] [operation];
    rejection_response [] [] [rejection];
    reported [reported] [] [incoming operation rejection];
    rfc3339 [] [] [];
    router [connect] [] [glue];
    pub schema [] [] [check decode evaluated reason strict_value];
    secret [Secret] [] [];
    status_range [in_range outside_ranges] [] [glue operation rejection];
    stream [BodyStream optional_stream stream] [] [chunks media_type rejection];
    strict_value [] [] [decode];
    pub tagged [Tag] [] [CHECK_RESPONSES constant decode held];
    template [] [part] [argument context];
    text_body [optional_text_body text_body] [] [argument media_type rejection stream];
    text_or_json_body [optional_text_or_json_body text_or_json_body] [] [argument body decode media_type rejection text_body];
    text_tree [TextFault TextPairs TextTree] [] [argument decode reason];
    pub union [] [] [alternative choice constant decode held strict_value];
    upgrade [Upgrade] [] [context];
    upload [Files Upload] [] [file_form multipart rejection stream];
    uri [] [] [];
    pub values [UnknownValue] [] [decode];
    pub wide_integers [] [] [check decode];
    write_only [] [] [as_request decode object];
};

/// The parts in use.
#[derive(Default)]
pub(crate) struct Used(BTreeSet<&'static str>);

impl Used {
    /// Collects the parts that are mentioned, the parts that the model needs without a mention, and their dependencies.
    pub(crate) fn new(mentions: &Mentions, model: &Model) -> Self {
        let mut used = Self::of_names(mentioned(mentions).chain(unnamed(model)));
        // Any JSON value is decoded only if something else is decoded: an alias alone does not need it. The parts of a form
        // become a JSON value.
        if used.0.contains("form_check") || (used.0.contains("decode") && reads(model, is_any)) {
            used.0.insert("strict_value");
        }
        used
    }

    /// Collects the parts that are mentioned, and their dependencies.
    pub(crate) fn of_mentions(mentions: &Mentions) -> Self {
        Self::of_names(mentioned(mentions))
    }

    fn of_names(names: impl Iterator<Item = &'static str>) -> Self {
        let mut waiting: Vec<&'static str> = names.collect();
        let mut used = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if used.insert(name) {
                let part = PARTS.iter().find(|part| part.name == name);
                waiting.extend(part.into_iter().flat_map(|part| part.needs));
            }
        }
        Self(used)
    }

    /// Adds the parts that another module needs. Of the two parts that export `connect`, `dispatch` also connects the
    /// routes that `router` connects.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.extend(&other.0);
        if self.0.contains("dispatch") {
            self.0.remove("router");
        }
    }

    /// Returns the parts, by name.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'static Part> {
        PARTS.iter().filter(|part| self.0.contains(part.name))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a constant of `support/mod.rs` is needed.
    pub(crate) fn has_constant(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether the module `support` exports a name.
    pub(crate) fn exports(&self, name: &str) -> bool {
        self.parts().any(|part| part.exports.contains(&name))
    }
}

fn mentioned(mentions: &Mentions) -> impl Iterator<Item = &'static str> {
    PARTS.iter().filter(|part| is_mentioned(part, mentions)).map(|part| part.name)
}

fn is_mentioned(part: &Part, mentions: &Mentions) -> bool {
    // Two parts export `connect`, and the model decides between them.
    let exports = part.exports.iter().filter(|name| **name != "connect");
    exports.into_iter().any(|name| mentions.has_of_support(name))
        || ((part.public || part.has_macro()) && mentions.has_of_support(part.name))
        || part.methods.iter().any(|method| mentions.has_method(method))
}

/// Returns the parts that no token names: those with implementations of traits, those for rows of tables, which are
/// text, and those with methods that several parts have.
fn unnamed(model: &Model) -> impl Iterator<Item = &'static str> {
    let parts = [
        ("counted", model.structs().any(|structure| structure.count != (None, None))),
        ("defaulted", has_field(model, |field| field.default.is_some())),
        ("integers", model.reads(Reading::Integer)),
        ("integers_128", model.foreign.iter().any(is_wide)),
        ("map", reads(model, is_map)),
        ("nullable", reads(model, is_nullable)),
        ("read_only", has_field(model, |field| field.read_only != ReadOnly::No)),
        ("tagged", model.has_tags()),
        ("wide_integers", model.checks().any(|check| matches!(check.innermost(), Check::Wide(_)))),
        ("write_only", has_field(model, |field| field.write_only != WriteOnly::No)),
    ];
    let presets = model.presets.iter().map(|preset| preset.part);
    let parts = parts.into_iter().chain(unnamed_in_server(model));
    parts.filter(|(_, used)| *used).map(|(name, _)| name).chain(presets)
}

/// Returns such parts of a server, and whether it uses them.
fn unnamed_in_server(model: &Model) -> impl Iterator<Item = (&'static str, bool)> {
    let parameters = model.operations.iter().flat_map(|operation| &operation.parameters);
    let with_default: Vec<&Parameter> = parameters.filter(|parameter| parameter.default.is_some()).collect();
    let mut accesses = model.operations.iter().map(|operation| &operation.access);
    let mut operations = model.operations.iter();
    let dispatches = operations.any(|operation| {
        operation.path.is_parted() || operation.path.is_selected() || !operation.method.is_of_router()
    });
    let parts = [
        ("default_argument", with_default.iter().any(|parameter| !parameter.is_sent_by_items())),
        ("default_arguments", with_default.iter().any(|parameter| parameter.is_sent_by_items())),
        ("dispatch", dispatches),
        ("event", writes_events(model)),
        ("format_arguments", !model.presets.is_empty()),
        ("header_secret", !model.key_headers().is_empty()),
        ("integer_arguments", model.reads(Reading::Integer)),
        ("presented", accesses.any(|access| matches!(access, Access::Optional(_)))),
        ("query_secret", has_key_in_query(model)),
        ("rejection_response", true),
        ("router", !dispatches),
    ];
    parts.into_iter().filter(|_| model.has_server())
}

fn has_key_in_query(model: &Model) -> bool {
    model.requirements.iter().flatten().any(|scheme| match &scheme.kind {
        SchemeKind::ApiKey(key) => key.location == KeyLocation::Query,
        _ => false,
    })
}

fn is_wide(foreign: &Foreign) -> bool {
    (foreign.json || foreign.text) && ["i128", "u128"].contains(&foreign.path.to_string().as_str())
}

/// Returns whether a handler writes the bytes of an event stream itself.
fn writes_events(model: &Model) -> bool {
    let responses = model.operations.iter().flat_map(|operation| &operation.responses);
    let bytes = responses.flat_map(|response| &response.bodies).filter(|body| body.form == Form::Bytes);
    bytes.flat_map(|body| &body.media_types).any(|name| Sequence::of(name) == Some(Sequence::Events))
}

fn has_field(model: &Model, is: fn(&Field) -> bool) -> bool {
    model.structs().flat_map(|structure| &structure.fields).any(is)
}

/// Whether such a value is decoded from JSON, as a type, in a type, or as a body.
fn reads(model: &Model, is: fn(&Expr) -> bool) -> bool {
    model.types.iter().any(|(_, ty)| holds(&ty.shape, is))
        || model.operations.iter().flat_map(json_values).any(is)
}

fn holds(shape: &Shape, is: fn(&Expr) -> bool) -> bool {
    match shape {
        // An enum of several types is decoded as any JSON value.
        Shape::Enum(values) => values.kind() == EnumKind::Mixed && is(&Expr::Any),
        Shape::Union(union) => {
            let mut payloads = union.variants.iter().filter(|variant| variant.constant.is_none());
            payloads.any(|variant| is(&variant.expr))
        }
        Shape::Newtype(Newtype { inner: expr, .. }) | Shape::Alias(expr) => is(expr),
        Shape::Struct(structure) => {
            let rest = match &structure.additional {
                Additional::Ignored | Additional::Rejected => None,
                Additional::Kept => Some(Expr::AnyObject),
                Additional::Typed(each, _) => Some(Expr::Map(Box::new(each.clone()))),
            };
            rest.as_ref().is_some_and(is) || structure.fields.iter().any(|field| is(&field.expr))
        }
    }
}

/// Returns the types of an operation's bodies and parameters that are JSON or forms.
fn json_values(operation: &Operation) -> impl Iterator<Item = &Expr> {
    let bodies = operation.responses.iter().flat_map(|response| &response.bodies);
    let is_decoded = |body: &&Content| body.form.is_json() || matches!(body.form, Form::Items(..));
    let bodies = bodies.filter(is_decoded).filter_map(Content::expr);
    let request = operation
        .body
        .iter()
        .flat_map(|body| &body.alternatives)
        .filter(|body| !matches!(body.payload, Payload::Text(_) | Payload::Stream(_)))
        .map(|body| &body.expr);
    let headers = operation.responses.iter().flat_map(|response| &response.headers);
    let headers = headers.filter(|header| header.form == HeaderForm::Json).map(|header| &header.expr);
    let parameters = operation.parameters.iter().filter(|parameter| parameter.notation.is_decoded());
    let parameters = parameters.map(|parameter| &parameter.expr);
    bodies.chain(request).chain(headers).chain(parameters)
}

fn is_map(expr: &Expr) -> bool {
    match expr {
        Expr::Map(_) => true,
        Expr::List(inner) | Expr::Nullable(inner) => is_map(inner),
        _ => false,
    }
}

fn is_nullable(expr: &Expr) -> bool {
    match expr {
        Expr::Nullable(_) => true,
        Expr::List(inner) | Expr::Map(inner) => is_nullable(inner),
        _ => false,
    }
}

fn is_any(expr: &Expr) -> bool {
    match expr {
        Expr::Any | Expr::AnyObject => true,
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => is_any(inner),
        _ => false,
    }
}
