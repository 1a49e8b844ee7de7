"""From checked sources to the frozen catalogue every other layer reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from portal.content.compile_languages import compile_editions
from portal.content.compile_lifecycle import compile_lifecycle
from portal.content.compile_metrics import compile_metric
from portal.content.compile_profile import compile_question, compile_when
from portal.content.compile_rules import compile_rule
from portal.content.compile_vocabulary import compile_event
from portal.content.kinds import MEDIA_KINDS, Kind
from portal.content.orders import moves_of
from portal.content.schema import experiment, ladder, milestone, risk, rules
from portal.content.sources import Source, Sources
from portal.domain import experiments, playbook, plays
from portal.domain import risk as domain_risk

Key = TypeVar("Key")
Held = TypeVar("Held")


def compile_sources(sources: Sources, revision: int) -> playbook.Catalogue:
    """The catalogue of sources without problems."""
    if not (sources.vendor and sources.events and sources.metrics):
        message = "sources with problems cannot be compiled"
        raise ValueError(message)
    milestones = {name: _milestone(sources, source) for name, source in sources.milestones.items()}
    ladders = {source.value.role: _ladder(sources, source.value, milestones) for source in sources.ladders.values()}
    return playbook.Catalogue(
        revision=revision,
        hash=sources.files.hash,
        vendor=sources.vendor.value.name,
        product=sources.vendor.value.product,
        ladders=_frozen(ladders),
        milestones=_frozen(milestones),
        trees=_frozen({name: _tree(source.value) for name, source in sources.trees.items()}),
        plays=_frozen({name: _play(source.value) for name, source in sources.plays.items()}),
        experiments=tuple(_experiment(source.value) for source in sources.experiments.values()),
        metrics=_frozen({name: compile_metric(name, one) for name, one in sources.metrics.value.metrics.items()}),
        events=_frozen({name: compile_event(name, one) for name, one in sources.events.value.events.items()}),
        lifecycle=compile_lifecycle(sources.lifecycle),
        language=sources.vendor.value.languages[0],
        editions=compile_editions(sources, ladders, milestones),
    )


def _language(sources: Sources) -> str:
    """The language the originals are written in."""
    return sources.vendor.value.languages[0] if sources.vendor else "en"


def _frozen(mapping: Mapping[Key, Held]) -> Mapping[Key, Held]:
    return MappingProxyType(dict(mapping))


def _milestone(sources: Sources, source: Source[milestone.Milestone]) -> playbook.Milestone:
    raw, texts, folder = source.value, sources.files.texts, f"milestones/{source.name}"
    email = sources.emails.get(source.name)
    return playbook.Milestone(
        id=raw.id,
        title=raw.title,
        short=raw.short,
        outcome=raw.outcome,
        purpose=raw.purpose,
        why=raw.why,
        scope=raw.scope,
        track=raw.track,
        phase=raw.phase,
        minutes=sum(step.minutes for step in raw.steps if not step.optional),
        due_days=raw.due_days,
        steps=tuple(_step(sources, step) for step in raw.steps),
        roles=tuple(raw.roles),
        celebration=playbook.Celebration(raw.celebration.headline, raw.celebration.fact),
        owner=raw.owner,
        review_by=raw.review_by,
        article=texts[f"{folder}/article.md"],
        requires=tuple(raw.requires),
        when=compile_when(raw.when) if raw.when else None,
        first_value=raw.first_value,
        signal=_signal(raw.success_signal) if raw.success_signal else None,
        unlocks=tuple(playbook.Feature(u.key, u.name, u.blurb, _link(sources, u.link)) for u in raw.unlocks),
        impact=playbook.Impact(raw.impact.label, raw.impact.before, raw.impact.after) if raw.impact else None,
        story=playbook.Story(raw.story.quote, raw.story.source) if raw.story else None,
        video=_video(sources, folder, raw.video) if raw.video else None,
        risks=tuple(raw.risks),
        criteria=tuple(raw.criteria),
        coach=_coach(sources, raw.coach) if raw.coach else None,
        spacing_days=raw.spacing_days,
        email=playbook.Email(email.value.subject, email.body) if email else None,
        in_app=texts.get(f"{folder}/in_app.md"),
        language=_language(sources),
    )


def _step(sources: Sources, raw: milestone.Step) -> playbook.Step:
    return playbook.Step(
        id=raw.id,
        title=raw.title,
        cue=raw.cue,
        minutes=raw.minutes,
        tip=raw.tip,
        link=_link(sources, raw.link.url) if raw.link else None,
        link_label=raw.link.label if raw.link else None,
        optional=raw.optional,
        rule=compile_rule(raw.done_when) if raw.done_when else None,
    )


def _link(sources: Sources, link: str | None) -> str | None:
    return _address(sources, link) if link else None


def _address(sources: Sources, link: str) -> str:
    home = sources.vendor.value.product_url if sources.vendor else ""
    return home + link if link.startswith("/") else link


def _coach(sources: Sources, raw: milestone.Coach) -> playbook.Coach:
    return playbook.Coach(raw.title, raw.minutes, _address(sources, raw.link))


def _signal(raw: rules.SignalRule) -> playbook.Signal:
    return playbook.Signal(raw.label, compile_rule(raw))


def _video(sources: Sources, folder: str, raw: milestone.Video) -> playbook.Video:
    media = sources.files.media
    clip, clip_type = _medium(media, f"{folder}/video", Kind.CLIP)
    poster, _ = _medium(media, f"{folder}/poster", Kind.POSTER)
    captions = media[f"{folder}/video.vtt"]
    transcript = sources.files.texts[f"{folder}/transcript.md"]
    return playbook.Video(raw.title, raw.seconds, clip, clip_type, captions, transcript, poster)


def _medium(media: Mapping[str, str], stem: str, kind: Kind) -> tuple[str, str]:
    """The hash and content type of the medium that lies under a stem."""
    return next((media[stem + end], known.type) for end, known in MEDIA_KINDS[kind].items() if stem + end in media)


def _ladder(sources: Sources, raw: ladder.Ladder, milestones: Mapping[str, playbook.Milestone]) -> playbook.Ladder:
    written_in = _language(sources)
    return playbook.Ladder(
        id=raw.id,
        role=raw.role,
        title=raw.title,
        promise=raw.promise,
        milestones=tuple(milestones[name] for name in raw.milestones),
        questions=tuple(compile_question(question, written_in) for question in raw.questions),
        when=_frozen({name: compile_when(when) for name, when in raw.when.items()}),
    )


def _tree(raw: risk.Tree) -> domain_risk.Tree:
    nodes = {
        name: domain_risk.Node(id=name, **{**node.model_dump(), "thresholds": _frozen(node.thresholds)})
        for name, node in raw.nodes.items()
    }
    leaves = {name: domain_risk.Leaf(id=name, **leaf.model_dump()) for name, leaf in raw.leaves.items()}
    return domain_risk.Tree(raw.id, raw.title, _frozen(nodes), _frozen(leaves), root=next(iter(nodes)))


def _play(raw: risk.Play) -> plays.Play:
    actions = tuple(plays.PlayAction(one.title, one.detail, one.draft) for one in raw.actions)
    return plays.Play(raw.id, raw.title, raw.summary, actions)


def _experiment(raw: experiment.Experiment) -> experiments.Experiment:
    return experiments.Experiment(
        id=raw.id,
        title=raw.title,
        hypothesis=raw.hypothesis,
        ladder=raw.ladder,
        salt=raw.salt,
        layer=raw.layer.name,
        layer_from=raw.layer.range[0],
        layer_to=raw.layer.range[1],
        max_accounts=raw.enrol.max_accounts,
        variants=tuple(experiments.Variant(v.id, v.weight, moves_of(v)) for v in raw.variants),
        primary=raw.primary.metric,
        running=raw.status is experiment.Status.RUNNING,
    )
