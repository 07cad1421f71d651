//! The part of a page's view that is specific to its kind.
//!
//! In: a document, and what its kind shows of other pages. Out: a `PageView` in which only the fields of the
//! kind are set.

use super::{named::month_in_words, surroundings::KindSurroundings};
use crate::{
    content::{Board, Bulletin, Case, Detail, Document, Policy, Quiz, ScamType},
    page::id_of,
    theme::{
        kind_view::{
            BoardView, BulletinView, CaseView, CommunityView, EditionView, IndicatorView,
            LabelledView, OptionView, PolicyView, QuestionView, ScamTypeView, UnitView,
        },
        view::PageView,
    },
};

/// A page view in which only the fields of the document's kind are set.
pub fn kind_view(document: &Document, of_kind: &KindSurroundings) -> PageView {
    let mut view = PageView::default();
    match &document.detail {
        Detail::Case(case) => view.case = Some(case_view(case)),
        Detail::ScamType(it) => view.scam_type = Some(scam_type_view(it)),
        Detail::Bulletin(it) => view.bulletin = Some(bulletin_view(it, of_kind)),
        Detail::Policy(it) => {
            view.policy = Some(policy_view(it, &document.front_matter.keywords));
        }
        Detail::Unit(unit) => {
            view.unit = Some(UnitView {
                number: unit.number,
                duty: unit.duty.clone(),
                carriers: unit.carriers.clone(),
            });
        }
        Detail::Quiz(quiz) => view.quiz = Some(questions(quiz)),
        Detail::Outreach(_) => {
            view.outreach = match of_kind {
                KindSurroundings::Outreach(months) => Some(months.clone()),
                KindSurroundings::Nothing | KindSurroundings::Bulletin { .. } => None,
            };
        }
        Detail::Board(board) => view.board = Some(board_view(board)),
        Detail::Slogans(_) | Detail::Page => (),
    }
    view
}

fn case_view(case: &Case) -> CaseView {
    CaseView {
        month: month_in_words(case.month),
        loss: case.loss.clone(),
        recovered: case.recovered.clone(),
        outcome: case.outcome.clone(),
        turning_points: case.turning_points.clone(),
    }
}

fn scam_type_view(scam_type: &ScamType) -> ScamTypeView {
    let also_known_as = scam_type.also_known_as.iter();
    let editions = scam_type.editions.iter();
    ScamTypeView {
        id: id_of(scam_type),
        also_known_as: also_known_as.map(|it| it.value.clone()).collect(),
        editions: editions
            .map(|(year, rank)| EditionView {
                year: *year,
                rank: *rank,
            })
            .collect(),
        definition: scam_type.definition.clone(),
        steps: scam_type.steps.clone(),
        targets: scam_type.targets.clone(),
        red_flags: scam_type.red_flags.clone(),
        prevention: scam_type.prevention.clone(),
        before: scam_type.before.clone(),
        during: scam_type.during.clone(),
        after: scam_type.after.clone(),
        laws: scam_type.laws.clone(),
    }
}

fn bulletin_view(bulletin: &Bulletin, of_kind: &KindSurroundings) -> BulletinView {
    let (trends, shares) = match of_kind {
        KindSurroundings::Bulletin { trends, shares } => (trends.clone(), shares.clone()),
        KindSurroundings::Nothing | KindSurroundings::Outreach(_) => (None, None),
    };
    BulletinView {
        period: month_in_words(bulletin.period),
        data_source: bulletin.data_source.clone(),
        indicators: indicators(bulletin),
        trends,
        shares,
    }
}

pub fn indicators(bulletin: &Bulletin) -> Vec<IndicatorView> {
    let indicators = bulletin.indicators.iter();
    indicators
        .map(|it| IndicatorView {
            name: it.name.clone(),
            value: it.value.clone(),
            unit: it.unit.clone(),
            year_on_year: it.year_on_year.clone(),
            month_on_month: it.month_on_month.clone(),
        })
        .collect()
}

fn policy_view(policy: &Policy, keywords: &[String]) -> PolicyView {
    let given = policy.fields.iter();
    let mut fields: Vec<LabelledView> = given
        .map(|(label, value)| LabelledView {
            label: label.to_string(),
            value: value.clone(),
        })
        .collect();
    if !keywords.is_empty() {
        fields.push(LabelledView {
            label: "关键词".to_owned(),
            value: keywords.join("、"),
        });
    }
    PolicyView { fields }
}

fn questions(quiz: &Quiz) -> Vec<QuestionView> {
    let questions = quiz.questions.iter();
    questions
        .map(|it| QuestionView {
            text: it.text.clone(),
            options: it
                .options
                .iter()
                .enumerate()
                .map(|(index, text)| OptionView {
                    letter: letter(index),
                    text: text.clone(),
                    is_right: index == it.answer,
                })
                .collect(),
            answer: letter(it.answer),
            reason: it.reason.clone(),
        })
        .collect()
}

/// `A` for 0, `B` for 1, …; numbers from 27 on, which no question reaches.
fn letter(index: usize) -> String {
    match u8::try_from(index) {
        Ok(index) if index < 26 => char::from(b'A' + index).to_string(),
        _ => (index + 1).to_string(),
    }
}

fn board_view(board: &Board) -> BoardView {
    let communities = board.communities.iter();
    let views: Vec<CommunityView> = communities
        .map(|it| CommunityView {
            name: it.name.clone(),
            street: it.street.clone(),
            state: it.standing.name(),
            standing: it.standing.chinese(),
            since: it.since.map(|it| month_in_words(Some(it))),
            visit_rate: it.visit_rate.clone(),
            note: it.note.clone(),
        })
        .collect();
    let count = |state: &str| views.iter().filter(|it| it.state == state).count();
    BoardView {
        data_source: board.data_source.clone(),
        named: count("named"),
        working: count("working"),
        communities: views,
    }
}
