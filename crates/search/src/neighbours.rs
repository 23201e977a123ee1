//! What the words of a query count beside each other.

use crate::{
    resolved::{ResolvedClause, ResolvedWhat, Term},
    weights,
};

/// Of the spellings of a word, the one that stands beside a spelling of its neighbour in the most documents is the likeliest to be
/// meant, and comes first: "gia vang" is giá vàng, though gia alone is more frequent. The others count less by how much more rarely
/// they do so, and the word itself by how often it does.
pub(crate) fn weigh_by_neighbours(clauses: &mut [ResolvedClause], pairs: &[Term]) {
    for clause in clauses {
        match &mut clause.what {
            ResolvedWhat::Term(term) | ResolvedWhat::Short(term, _) => {
                let (mut likeliest, mut all) = ((0, 0), 0);
                for (at, spelling) in term.spellings.iter_mut().enumerate() {
                    let mut documents = 0;
                    for pair in pairs.iter().flat_map(|pair| &pair.spellings) {
                        let with_it = pair.written.split(' ').any(|half| half == spelling.written);
                        documents += if with_it { u64::from(pair.documents) } else { 0 };
                    }
                    if documents > likeliest.1 {
                        likeliest = (at, documents);
                    }
                    all += documents;
                    spelling.share = documents as f32;
                }
                if all == 0 {
                    term.spellings.iter_mut().for_each(|spelling| spelling.share = 1.0);
                    continue;
                }
                for spelling in &mut term.spellings {
                    spelling.share = weights::spelling_share(spelling.share / likeliest.1 as f32);
                }
                term.share *= weights::bound_share(all, term.documents());
                if likeliest.0 > 0 {
                    let spelling = term.spellings.remove(likeliest.0);
                    term.spellings.insert(0, spelling);
                }
            }
            ResolvedWhat::Any(lists) => lists.iter_mut().for_each(|list| weigh_by_neighbours(list, pairs)),
            ResolvedWhat::Number(..) | ResolvedWhat::Phrase(_) => {}
        }
    }
}
