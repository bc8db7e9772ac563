//! Which events a round brings to consensus, and in which order.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use crate::{
    event::{Hash, Nanos},
    graph::{Graph, Ix},
};

/// An event that all judges descend from.
pub(super) struct Received {
    pub(super) event: Ix,
    /// When each judge's creator received it, sorted.
    times: Vec<Nanos>,
    /// One more than the greatest of its parents' among the received ones.
    generation: u64,
    /// Its hash, made unpredictable by the judges'.
    whitened: Hash,
}

impl Received {
    /// The median of the times: the upper one of two.
    pub(super) fn time(&self) -> Nanos {
        self.times[self.times.len() / 2]
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.time()
            .cmp(&other.time())
            .then_with(|| outward(&self.times).cmp(outward(&other.times)))
            .then_with(|| self.generation.cmp(&other.generation))
            .then_with(|| signed(&self.whitened).cmp(signed(&other.whitened)))
    }
}

/// From the middle: one before, one after, two before, two after, and so on.
fn outward(times: &[Nanos]) -> impl Iterator<Item = Nanos> {
    let middle = times.len() / 2;
    let around =
        (1..=times.len()).flat_map(move |offset| [middle.checked_sub(offset), middle.checked_add(offset)]);
    around.flatten().filter_map(|place| times.get(place).copied())
}

/// Hashes compare as signed bytes.
fn signed(hash: &Hash) -> impl Iterator<Item = i8> {
    hash.0.iter().map(|byte| byte.cast_signed())
}

/// What all `judges` descend from, in consensus order.
pub(super) fn received(graph: &Graph, judges: &[Ix]) -> Vec<Received> {
    let mut times: Vec<Vec<Nanos>> = vec![Vec::new(); graph.len()];
    for judge in judges {
        note_times(graph, *judge, &mut times);
    }
    let mut whitening = [0_u8; 48];
    for judge in judges {
        whiten(&mut whitening, &graph.node(*judge).event.hash());
    }
    let mut generations = vec![0_u64; graph.len()];
    let mut received = Vec::new();
    for (event, mut times) in times.into_iter().enumerate() {
        let node = graph.node(event);
        if node.is_ordered || times.len() < judges.len() {
            continue;
        }
        let generation = 1 + node.parents.iter().map(|parent| generations[*parent]).max().unwrap_or(0);
        generations[event] = generation;
        times.sort_unstable();
        let mut whitened = node.event.hash();
        whiten(&mut whitened.0, &Hash(whitening));
        received.push(Received { event, times, generation, whitened });
    }
    received.sort_by(Received::compare);
    received
}

/// Notes when the creator of `judge` received each of its ancestors: with the first event of its line that descends from it.
fn note_times(graph: &Graph, judge: Ix, times: &mut [Vec<Nanos>]) {
    let mut visited = vec![false; graph.len()];
    let mut open = Vec::new();
    for event in graph.line(judge) {
        let time = graph.node(event).event.content().time_created;
        open.push(event);
        while let Some(event) = open.pop() {
            if !core::mem::replace(&mut visited[event], true) {
                times[event].push(time);
                open.extend(&graph.node(event).parents);
            }
        }
    }
}

fn whiten(bytes: &mut [u8; 48], with: &Hash) {
    for (byte, with) in bytes.iter_mut().zip(with.0) {
        *byte ^= with;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_from_the_middle_outward() {
        assert_eq!(outward(&[1, 2, 3, 4, 5]).collect::<Vec<_>>(), [2, 4, 1, 5]);
        assert_eq!(outward(&[1, 2, 3, 4]).collect::<Vec<_>>(), [2, 4, 1]);
        assert_eq!(outward(&[1]).collect::<Vec<_>>(), []);
    }
}
