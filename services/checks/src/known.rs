//! What may be known about an ad besides what every ad has. Whoever asks for a check fills in what is known; rules
//! that need the rest say that they did not run.

use std::collections::BTreeMap;

use galley_domain::locale::Market;
use galley_domain::measures::Measures;
use galley_domain::product_feed::Offer;
use serde::{Deserialize, Serialize};

use crate::brand_rules::BrandRules;

/// Facts that not everybody has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The composer's measures.
    pub measures: Option<&'a Measures>,
    /// The brand's own rules. None: nobody looked for them. A brand without rules has an empty set.
    pub rules: Option<&'a BrandRules>,
    /// The market it is made for.
    pub market: Option<&'a Market>,
    /// The offer that the ad shows. None where it shows none.
    pub offer: Option<&'a Offer>,
    /// The texts of the same message in other markets.
    pub siblings: Option<&'a [Sibling]>,
    /// How wide people see the ad, in CSS pixels (1/96 inch at arm's length): 360 for a story of 1080 px on a phone.
    pub shown_width: Option<f32>,
    /// Final pixels for each pixel of the format: 2 for a version for dense screens.
    pub density: Option<u32>,
    /// The HTML5 banner that was packed from the ad, where one was.
    pub banner: Option<&'a Banner>,
}

/// The same message in another market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    pub market: String,
    /// BCP 47 tag.
    pub locale: String,
    /// By slot.
    pub texts: BTreeMap<String, String>,
}

/// A packed HTML5 banner and what its channel takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// Measured.
    pub is: BannerWeight,
    /// The channel's limits; what is left out has none.
    pub most: BannerWeight,
}

/// Weights and counts of a banner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BannerWeight {
    /// The packed file.
    pub zip_bytes: Option<u64>,
    /// Everything that loads before the page's own content, as it travels.
    pub initial_bytes: Option<u64>,
    /// Everything that loads after it.
    pub later_bytes: Option<u64>,
    pub files: Option<u64>,
    /// Requests of the initial load.
    pub requests: Option<u64>,
    /// Characters of the longest file name.
    pub name_chars: Option<u64>,
    /// Milliseconds until everything stands still.
    pub moving_ms: Option<u64>,
}
