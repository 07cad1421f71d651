//! What each kind of page says beyond what all pages say.
//!
//! In: a page of the site. Out: a `PageView` that knows only that. What a kind shows of other pages is looked up here, so
//! `glance` must know of it too.

use jiff::civil::{Date, Weekday};

use super::{
    chart,
    named::{month_in_words, named},
};
use crate::{
    content::{Board, Bulletin, Case, Detail, Outreach, Policy, Quiz, ScamType},
    page::{Addresses, id_of},
    site::{PageId, Site, UNITS, VENUES},
    theme::{
        kind_view::{
            BoardView, BulletinView, CaseView, CommunityView, EditionView, EventView,
            IndicatorView, LabelledView, OptionView, OutreachMonthView, PolicyView, QuestionView,
            ScamTypeView, UnitView,
        },
        view::PageView,
    },
};

/// A page view that knows only what its kind adds.
pub fn kind_view<'a>(index: PageId, site: &Site, addresses: Addresses<'_>) -> PageView<'a> {
    let mut view = PageView::default();
    let document = &site.pages[index].document;
    match &document.detail {
        Detail::Case(case) => view.case = Some(case_view(case)),
        Detail::ScamType(it) => view.scam_type = Some(scam_type_view(it)),
        Detail::Bulletin(it) => view.bulletin = Some(bulletin_view(index, it, site, addresses)),
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
        Detail::Outreach(it) => view.outreach = Some(calendar(it, site, addresses)),
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

fn bulletin_view(
    index: PageId,
    bulletin: &Bulletin,
    site: &Site,
    addresses: Addresses<'_>,
) -> BulletinView {
    BulletinView {
        period: month_in_words(bulletin.period),
        data_source: bulletin.data_source.clone(),
        indicators: indicators(bulletin),
        trends: chart::trends(index, bulletin, site),
        shares: chart::shares(bulletin, site, addresses),
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

/// `A` for 0; after `Z`, which no question reaches, numbers.
fn letter(index: usize) -> String {
    match u8::try_from(index) {
        Ok(index) if index < 26 => char::from(b'A' + index).to_string(),
        _ => (index + 1).to_string(),
    }
}

fn calendar(outreach: &Outreach, site: &Site, addresses: Addresses<'_>) -> Vec<OutreachMonthView> {
    let months = outreach.events.chunk_by(|left, right| {
        (left.day.year(), left.day.month()) == (right.day.year(), right.day.month())
    });
    months
        .map(|events| OutreachMonthView {
            title: month_in_words(events.first().map(|it| it.day)),
            events: events
                .iter()
                .map(|it| EventView {
                    iso: it.day.to_string(),
                    month: it.day.month(),
                    day: it.day.day(),
                    weekday: weekday(it.day),
                    topic: it.topic.clone(),
                    venue: named(&it.venue, VENUES, site, addresses),
                    place: it.place.clone(),
                    unit: named(&it.unit, UNITS, site, addresses),
                })
                .collect(),
        })
        .collect()
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
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
