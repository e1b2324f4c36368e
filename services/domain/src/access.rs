//! Who may do what, where: roles, grants and the scope every store call carries.
//! Signing in is not here: the API turns a cookie, token or link into an [`Access`].

use serde::{Deserialize, Serialize};

use crate::ids::{BrandId, CampaignId, GuestLinkId, OrganizationId, PersonId};

/// What a person does in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Producer,
    BrandManager,
    MarketApprover,
    Legal,
    Finance,
    Admin,
    /// Somebody outside who came by a link.
    Guest,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Role; 7] = [
        Role::Producer,
        Role::BrandManager,
        Role::MarketApprover,
        Role::Legal,
        Role::Finance,
        Role::Admin,
        Role::Guest,
    ];

    /// The word used in files, in the database and in the API.
    pub fn word(self) -> &'static str {
        match self {
            Role::Producer => "producer",
            Role::BrandManager => "brand_manager",
            Role::MarketApprover => "market_approver",
            Role::Legal => "legal",
            Role::Finance => "finance",
            Role::Admin => "admin",
            Role::Guest => "guest",
        }
    }

    /// The role with this word.
    pub fn find(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// What somebody wants to do. Deciding at a review stage is not here: the stage itself says
/// whom it asks (see [`crate::review`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See campaigns, variants and pictures of a brand.
    View,
    /// Write briefs, plan, launch, cancel, retry, answer a change request.
    Produce,
    /// Give somebody outside a link to a campaign.
    Invite,
    /// Send sealed variants out.
    Publish,
    /// See the ledger and the budgets.
    ViewSpend,
    /// Change a campaign's budget.
    SetBudget,
    /// Change a brand's kit or a workflow.
    Teach,
    /// People, roles, tokens of others, the whole journal.
    Administer,
}

/// One role somebody holds, perhaps only for one brand or one market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    /// Only this brand; `None` means every brand of the organization.
    pub brand: Option<BrandId>,
    /// Only this market; `None` means every market.
    pub market: Option<String>,
}

/// Which rows a store call may touch. No store call exists without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub organization: OrganizationId,
    pub brands: Brands,
}

/// The brands a scope covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brands {
    All,
    Only(Vec<BrandId>),
}

impl Scope {
    /// The whole organization: for the dispatcher and the workers, never for a person.
    pub fn whole(organization: OrganizationId) -> Scope {
        Scope { organization, brands: Brands::All }
    }

    /// Whether rows of this brand may be seen.
    pub fn covers(&self, brand: BrandId) -> bool {
        match &self.brands {
            Brands::All => true,
            Brands::Only(list) => list.contains(&brand),
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    Person(PersonId),
    Guest(GuestLinkId),
    /// Galley itself: the dispatcher, a worker, a timer. It never approves.
    Galley,
}

impl Actor {
    /// The form that rows and the journal keep: an id or `galley`.
    pub fn written(self) -> String {
        match self {
            Actor::Person(id) => id.to_string(),
            Actor::Guest(id) => id.to_string(),
            Actor::Galley => "galley".to_owned(),
        }
    }
}

/// Somebody's whole standing while one request is served.
#[derive(Debug, Clone)]
pub struct Access {
    pub organization: OrganizationId,
    pub actor: Actor,
    pub grants: Vec<Grant>,
    /// A guest sees this campaign and nothing else.
    pub campaign: Option<CampaignId>,
    /// What a token was limited to; `None` for a signed-in person, who has no such limit.
    pub token_may: Option<Vec<TokenScope>>,
}

/// What an API token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Every GET.
    Read,
    /// Briefs, plans, runs, turns.
    Produce,
    /// Decisions.
    Decide,
    /// Releases.
    Publish,
    /// People, kits, workflows.
    Administer,
}

impl Access {
    /// The rows this person may see.
    pub fn scope(&self) -> Scope {
        let everywhere = self.grants.iter().any(|grant| grant.brand.is_none());
        let brands = if everywhere {
            Brands::All
        } else {
            Brands::Only(self.grants.iter().filter_map(|grant| grant.brand).collect())
        };
        Scope { organization: self.organization, brands }
    }

    /// Whether this person may do this for a brand.
    pub fn may(&self, permission: Permission, brand: BrandId) -> bool {
        self.token_allows(permission)
            && self
                .grants
                .iter()
                .filter(|grant| grant.brand.is_none_or(|only| only == brand))
                .any(|grant| grants(grant.role, permission))
    }

    /// Whether this person may do this in the whole organization.
    pub fn may_everywhere(&self, permission: Permission) -> bool {
        self.token_allows(permission)
            && self.grants.iter().filter(|grant| grant.brand.is_none()).any(|grant| grants(grant.role, permission))
    }

    /// Whether a token, if one was used, may decide.
    pub fn token_may_decide(&self) -> bool {
        self.token_may.as_ref().is_none_or(|list| list.contains(&TokenScope::Decide))
    }

    /// Whether this person holds a role for a brand and, where the stage is per market, for
    /// that market.
    pub fn holds(&self, role: Role, brand: BrandId, market: Option<&str>) -> bool {
        self.grants.iter().any(|grant| {
            grant.role == role
                && grant.brand.is_none_or(|only| only == brand)
                && match (&grant.market, market) {
                    (None, _) => true,
                    (Some(held), Some(asked)) => held == asked,
                    (Some(_), None) => false,
                }
        })
    }

    fn token_allows(&self, permission: Permission) -> bool {
        let Some(list) = &self.token_may else { return true };
        let needed = match permission {
            Permission::View | Permission::ViewSpend => TokenScope::Read,
            Permission::Produce | Permission::Invite | Permission::SetBudget => TokenScope::Produce,
            Permission::Publish => TokenScope::Publish,
            Permission::Teach | Permission::Administer => TokenScope::Administer,
        };
        list.contains(&needed)
    }
}

/// The table of what each role may do.
fn grants(role: Role, permission: Permission) -> bool {
    use Permission::{Administer, Invite, Produce, Publish, SetBudget, Teach, View, ViewSpend};
    match role {
        Role::Producer => matches!(permission, View | Produce | Invite | Publish | ViewSpend),
        Role::BrandManager => matches!(permission, View | Invite | Publish | Teach),
        Role::MarketApprover | Role::Legal | Role::Guest => matches!(permission, View),
        Role::Finance => matches!(permission, View | ViewSpend | SetBudget),
        Role::Admin => {
            matches!(permission, View | Invite | ViewSpend | SetBudget | Teach | Administer)
        }
    }
}
