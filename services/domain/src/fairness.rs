//! Fair admission to a lane: weighted round-robin over organizations, then over the campaigns
//! of each, so that a launch of 100,000 variants never starves a rush of twenty.

/// One campaign's queue of ready tasks, oldest first.
#[derive(Debug, Clone)]
pub struct Queue<T> {
    pub organization: u128,
    /// How many turns this campaign gets when its organization has one; at least 1.
    pub weight: u32,
    pub tasks: Vec<T>,
}

/// Picks up to `room` tasks. Organizations take turns; an organization's turn goes to the next of
/// its campaigns, which gives up to its weight. `turn` rotates who begins, so that small rooms do
/// not always favour the same ones.
pub fn admit<T>(queues: Vec<Queue<T>>, room: usize, turn: usize) -> Vec<T> {
    let mut organizations = by_organization(queues);
    let mut admitted = Vec::with_capacity(room.min(1_024));
    if organizations.is_empty() {
        return admitted;
    }
    let count = organizations.len();
    let mut at = turn % count;
    let mut idle = 0;
    while admitted.len() < room && idle < count {
        if take_turn(&mut organizations[at], &mut admitted, room) {
            idle = 0;
        } else {
            idle += 1;
        }
        at = (at + 1) % count;
    }
    admitted
}

struct Organization<T> {
    id: u128,
    campaigns: Vec<(u32, std::vec::IntoIter<T>)>,
    next: usize,
}

fn by_organization<T>(queues: Vec<Queue<T>>) -> Vec<Organization<T>> {
    let mut out: Vec<Organization<T>> = Vec::new();
    for queue in queues {
        let campaign = (queue.weight.max(1), queue.tasks.into_iter());
        match out.iter_mut().find(|organization| organization.id == queue.organization) {
            Some(organization) => organization.campaigns.push(campaign),
            None => out.push(Organization { id: queue.organization, campaigns: vec![campaign], next: 0 }),
        }
    }
    out
}

/// Gives one turn; false where the organization has nothing left.
fn take_turn<T>(organization: &mut Organization<T>, admitted: &mut Vec<T>, room: usize) -> bool {
    let count = organization.campaigns.len();
    for _ in 0..count {
        let at = organization.next % count;
        organization.next = at + 1;
        let (weight, tasks) = &mut organization.campaigns[at];
        let before = admitted.len();
        admitted.extend(tasks.by_ref().take((*weight as usize).min(room - before)));
        if admitted.len() > before {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(organization: u128, weight: u32, tasks: std::ops::Range<u32>) -> Queue<u32> {
        Queue { organization, weight, tasks: tasks.collect() }
    }

    #[test]
    fn a_rush_of_twenty_is_not_starved_by_a_launch_of_thousands() {
        let admitted = admit(vec![queue(1, 1, 0..5_000), queue(2, 1, 9_000..9_020)], 40, 0);
        assert_eq!(admitted.iter().filter(|&&task| task >= 9_000).count(), 20);
    }

    #[test]
    fn an_organization_with_more_campaigns_gets_no_more() {
        let queues = vec![queue(1, 1, 0..100), queue(1, 1, 100..200), queue(2, 1, 500..600)];
        let admitted = admit(queues, 20, 0);
        assert_eq!(admitted.iter().filter(|&&task| task >= 500).count(), 10);
    }

    #[test]
    fn weights_share_within_an_organization() {
        let admitted = admit(vec![queue(1, 3, 0..100), queue(1, 1, 500..600)], 20, 0);
        assert_eq!(admitted.iter().filter(|&&task| task < 500).count(), 15);
    }

    #[test]
    fn room_left_by_some_goes_to_others() {
        assert_eq!(admit(vec![queue(1, 1, 0..3), queue(2, 1, 10..100)], 50, 1).len(), 50);
        assert_eq!(admit(vec![queue(1, 1, 0..3)], 50, 7), [0, 1, 2]);
        assert!(admit::<u32>(vec![], 50, 0).is_empty());
    }
}
