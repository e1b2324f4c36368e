//! Which campaign goes where. A campaign is on one side only, and so are campaigns that share an output, because the same
//! picture on both sides would be a leak. By a hash, so that tomorrow's export splits as today's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Items;
use super::admission::Admitted;
use crate::consent::revisions_of;

/// Of ten campaigns eight train, one validates, one tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    Train,
    Validation,
    Test,
}

impl Split {
    /// The word in files and cards.
    pub fn word(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        }
    }
}

/// The side of each campaign.
pub fn splits(admitted: &[Admitted], items: &Items) -> BTreeMap<String, Split> {
    let mut groups = Groups::default();
    let mut by_hash: BTreeMap<&str, &str> = BTreeMap::new();
    for row in admitted {
        for item in revisions_of(row.event).into_iter().filter_map(|revision| items.get(revision)) {
            groups.join(&item.campaign, &item.campaign);
            // A comparison across campaigns joins them too: its pair stands on one side.
            groups.join(&item.campaign, &row.event.campaign);
            let first = by_hash.entry(&item.output_hash).or_insert(&item.campaign);
            groups.join(&item.campaign, first);
        }
    }
    let campaigns: Vec<String> = groups.parent.keys().cloned().collect();
    campaigns.into_iter().map(|campaign| (campaign.clone(), side(&groups.root(&campaign)))).collect()
}

fn side(group: &str) -> Split {
    match Sha256::digest(group)[0] {
        0..=204 => Split::Train,
        205..=229 => Split::Validation,
        _ => Split::Test,
    }
}

/// Union-find over campaign ids; a group is named by its smallest.
#[derive(Default)]
struct Groups {
    parent: BTreeMap<String, String>,
}

impl Groups {
    fn root(&self, campaign: &str) -> String {
        let mut at = campaign;
        while let Some(parent) = self.parent.get(at).filter(|parent| *parent != at) {
            at = parent;
        }
        at.to_owned()
    }

    fn join(&mut self, one: &str, other: &str) {
        for campaign in [one, other] {
            self.parent.entry(campaign.to_owned()).or_insert_with(|| campaign.to_owned());
        }
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        self.parent.insert(high, low);
    }
}
