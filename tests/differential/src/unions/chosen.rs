//! The unions of published documents that are compared.

/// Documents of the corpus, and JSON pointers to unions in them.
pub const CHOSEN: &[(&str, &[&str])] = &[
    (
        "stripe/openapi/spec3.yaml",
        &[
            // A string or one of two objects, which a required constant tells apart.
            "/components/schemas/price/properties/product",
            // An object or an integer.
            "/paths/~1v1~1accounts/get/parameters/0/schema",
            // Constants and integers.
            "/paths/~1v1~1file_links~1{link}/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/expires_at",
        ],
    ),
    (
        "discord/specs/openapi.json",
        &[
            // Objects with an integer as their tag.
            "/components/schemas/ActionRowComponentForMessageRequest/properties/components/items",
            "/components/schemas/ApplicationCommandCreateRequest/properties/options/items",
            // Overlapping objects of an `anyOf`.
            "/paths/~1channels~1{channel_id}/patch/requestBody/content/application~1json/schema",
            // Scalars of two types, and null.
            "/components/schemas/MessageCreateRequest/properties/nonce",
        ],
    ),
    (
        "qdrant/docs/redoc/master/openapi.json",
        &[
            // Open objects with one required property each.
            "/components/schemas/Match",
            // Arrays with different items.
            "/components/schemas/VectorOutput",
            "/components/schemas/VectorStruct",
            // Unions in unions.
            "/components/schemas/WithPayloadInterface",
            "/components/schemas/Condition",
            // Objects with one required property, and constants.
            "/components/schemas/QuantizationConfigDiff",
            "/components/schemas/ShardCleanStatusTelemetry",
        ],
    ),
    (
        "algolia/specs/bundled/ingestion.yml",
        &[
            // Closed objects that overlap in a `oneOf`.
            "/components/schemas/SourceUpdateInput",
            "/components/schemas/AuthInput",
            "/components/schemas/TaskCreateTrigger",
            "/components/schemas/SourceInput",
        ],
    ),
    ("algolia/specs/bundled/insights.yml", &["/components/schemas/EventsItems"]),
    (
        "ory-kratos/spec/api.json",
        &[
            // Declared discriminators with a mapping.
            "/components/schemas/updateLoginFlowBody",
            "/components/schemas/uiNodeAttributes",
        ],
    ),
    (
        "meilisearch/open-api.json",
        &[
            // Constants and objects.
            "/components/schemas/RankingRuleView",
            "/components/schemas/FilterableAttributesRule",
            // In `allOf`.
            "/components/schemas/SearchResult",
        ],
    ),
    (
        "paypal/openapi/payments_payment_v2.json",
        &[
            // Objects that only list the values of two properties.
            "/components/schemas/authorizations.reauthorize-422/properties/details/items",
            "/components/schemas/error_default",
        ],
    ),
    (
        "intercom/descriptions/2.15/api.intercom.io.yaml",
        &[
            // Next to `properties`.
            "/components/schemas/create_contact_request",
            "/components/schemas/create_message_request",
            "/components/schemas/redact_conversation_request",
            "/components/schemas/search_request/properties/query",
        ],
    ),
    (
        "adyen/yaml/TransferService-v4.yaml",
        &[
            // A declared discriminator, and closed objects.
            "/components/schemas/Transfer/properties/categoryData",
            "/components/schemas/TransferEvent/properties/eventsData/items",
        ],
    ),
    (
        "adyen/yaml/CheckoutService-v71.yaml",
        &["/components/schemas/DonationPaymentRequest/properties/paymentMethod"],
    ),
    ("nexmo/definitions/dispatch.yml", &["/components/schemas/createWorkflow/properties/workflow/items"]),
    (
        "clerk/fapi/2025-03-12.yml",
        &["/components/schemas/Client.SignIn/properties/first_factor_verification"],
    ),
    (
        "resend/resend.yaml",
        &[
            "/components/schemas/TemplateVariable/properties/fallback_value",
            "/components/schemas/SendEmailRequest/properties/to",
        ],
    ),
    // Only read-only properties, so every request matches all alternatives.
    ("linode/openapi.yaml", &["/components/schemas/PaymentMethod/properties/data"]),
];
