//! The table of features, `galley-features/1`: what may describe an ad, in which unit, and what is usual. Data, no
//! behaviour. A change of any line that changes a vector is a new version, because weights belong to columns.

/// The schema's name and version; a state learned under another one is not read.
pub const SCHEMA: &str = "galley-features/1";

/// How many numbers describe the words' meaning (a projection of an embedding, each about standard normal).
pub const COPY_AXES: usize = 8;

/// What a feature's value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// A number with its usual value and spread.
    Number { usual: f64, spread: f64 },
    /// A positive number that counts in factors: the logarithm is learned; usual value in the number's own unit,
    /// spread in natural logarithms.
    Factor { usual: f64, spread: f64 },
    /// Standard normal already; no square is learned.
    Axis,
    /// Yes or no.
    Flag,
    /// A name from an open list (a template). It has no column: each name gets a small weight of its own.
    Name,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    /// `element.what`.
    pub name: &'static str,
    /// One of [`galley_domain::review::ELEMENTS`].
    pub element: &'static str,
    pub scale: Scale,
    /// What people call it, as the subject of a sentence.
    pub words: &'static str,
    /// What people call more and less of it; for a flag, yes and no.
    pub more: &'static str,
    pub less: &'static str,
    /// What every designer knows before the first decision: the weight of one spread more, in log-odds.
    pub factory: f64,
}

const fn number(name: &'static str, usual: f64, spread: f64) -> Feature {
    line(name, Scale::Number { usual, spread })
}

const fn factor(name: &'static str, usual: f64, spread: f64) -> Feature {
    line(name, Scale::Factor { usual, spread })
}

const fn line(name: &'static str, scale: Scale) -> Feature {
    Feature { name, element: "", scale, words: "", more: "", less: "", factory: 0.0 }
}

impl Feature {
    const fn of(mut self, element: &'static str) -> Feature {
        self.element = element;
        self
    }

    const fn says(mut self, words: &'static str, more: &'static str, less: &'static str) -> Feature {
        self.words = words;
        self.more = more;
        self.less = less;
        self
    }

    const fn known(mut self, factory: f64) -> Feature {
        self.factory = factory;
        self
    }
}

/// Every artefact feature: it describes the picture or the words, or is computed from them. (What describes how an ad
/// was made and judged is not in this table: see [`crate::Traces`].)
pub const FEATURES: &[Feature] = &[
    number("headline.lines", 2.0, 1.0)
        .of("headline")
        .says("headline", "on more lines than usual", "on few lines")
        .known(-0.15),
    number("headline.chars", 28.0, 12.0).of("headline").says("headline", "long", "short"),
    number("headline.size", 0.09, 0.03).of("headline").says("headline", "large", "small"),
    factor("headline.contrast", 7.0, 0.6)
        .of("headline")
        .says("headline", "high in contrast", "low in contrast")
        .known(0.3),
    line("headline.tone", Scale::Choice(&["plain", "warm", "playful", "urgent", "premium"])).of("headline").says(
        "headline's tone",
        "",
        "",
    ),
    line("headline.number", Scale::Flag).of("headline").says("headline", "with a number", "without a number"),
    line("headline.question", Scale::Flag).of("headline").says(
        "headline",
        "that asks a question",
        "that asks no question",
    ),
    number("subline.chars", 45.0, 20.0).of("subline").says("sub-line", "long", "short"),
    factor("subline.contrast", 6.0, 0.6).of("subline").says("sub-line", "high in contrast", "low in contrast"),
    number("background.clutter", 0.4, 0.2).of("background").says("background", "cluttered", "calm").known(-0.3),
    number("background.luma", 0.5, 0.22).of("background").says("background", "bright", "dark"),
    line("background.kind", Scale::Choice(&["plain", "gradient", "studio", "scene", "people", "abstract"]))
        .of("background")
        .says("background", "", ""),
    number("product.scale", 0.35, 0.15).of("product").says("product", "large", "small"),
    number("product.saliency", 0.5, 0.2).of("product").says("product", "eye-catching", "easily overlooked").known(0.25),
    number("product.offset", 0.2, 0.12).of("product").says("product", "far from the centre", "near the centre"),
    number("logo.scale", 0.12, 0.05).of("logo").says("logo", "large", "small"),
    number("logo.clear_space", 1.0, 0.5)
        .of("logo")
        .says("logo", "with much clear space", "with little clear space")
        .known(0.2),
    line("logo.corner", Scale::Choice(&["top_left", "top_right", "bottom_left", "bottom_right", "centre"]))
        .of("logo")
        .says("logo's place", "", ""),
    factor("cta.contrast", 4.5, 0.6).of("cta").says("button", "high in contrast", "low in contrast"),
    line("cta.style", Scale::Choice(&["filled", "outlined", "text", "none"])).of("cta").says("button's style", "", ""),
    line("cta.verb", Scale::Choice(&["buy", "discover", "try", "join", "other"])).of("cta").says(
        "button's verb",
        "",
        "",
    ),
    number("legal.size", 0.015, 0.005).of("legal").says("legal line", "large", "small"),
    line("legal.present", Scale::Flag).of("legal").says("ad", "with a legal line", "without a legal line"),
    number("layout.whitespace", 0.35, 0.15).of("layout").says("layout", "airy", "crowded"),
    number("layout.balance", 0.7, 0.15).of("layout").says("layout", "well balanced", "poorly balanced"),
    factor("layout.aspect", 1.0, 0.6).of("layout").says("format", "wide", "tall"),
    line("layout.align", Scale::Choice(&["left", "centre", "right"])).of("layout").says("alignment", "", ""),
    line("layout.template", Scale::Name).of("layout").says("layout", "", ""),
    number("colour.saturation", 0.5, 0.2).of("colour").says("colours", "saturated", "muted"),
    number("colour.warmth", 0.0, 0.4).of("colour").says("colours", "warm", "cool"),
    number("colour.brand_distance", 0.25, 0.15)
        .of("colour")
        .says("colours", "far from the brand's", "close to the brand's")
        .known(-0.25),
    line("colour.palette", Scale::Choice(&["brand", "mono", "analogous", "complementary", "dark"]))
        .of("colour")
        .says("palette", "", ""),
    line("copy.1", Scale::Axis).of("headline"),
    line("copy.2", Scale::Axis).of("headline"),
    line("copy.3", Scale::Axis).of("headline"),
    line("copy.4", Scale::Axis).of("headline"),
    line("copy.5", Scale::Axis).of("headline"),
    line("copy.6", Scale::Axis).of("headline"),
    line("copy.7", Scale::Axis).of("headline"),
    line("copy.8", Scale::Axis).of("headline"),
];

/// Two features that only matter together: the product of how far each lies on the named side of the usual, in spreads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cross {
    pub name: &'static str,
    pub element: &'static str,
    pub words: &'static str,
    /// Feature and side: 1 above the usual, -1 below.
    pub one: (&'static str, f64),
    pub other: (&'static str, f64),
    pub factory: f64,
}

/// Every cross.
pub const CROSSES: &[Cross] = &[
    Cross {
        name: "low_contrast_on_clutter",
        element: "headline",
        words: "headline low in contrast on a cluttered background",
        one: ("headline.contrast", -1.0),
        other: ("background.clutter", 1.0),
        factory: -0.2,
    },
    Cross {
        name: "crowding",
        element: "layout",
        words: "long headline in a crowded layout",
        one: ("headline.chars", 1.0),
        other: ("layout.whitespace", -1.0),
        factory: -0.2,
    },
];
