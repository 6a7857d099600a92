"""What is kept: one file a family of nouns."""

from webapp.models.attempts import Attempt, AttemptState, AttemptStep, QuestionAttempt
from webapp.models.bank import CHOOSABLE, ActKind, BankAct, QuestionImport
from webapp.models.courses import Course, Enrolment, Invitation, Role
from webapp.models.curation import (
    CurationEvent,
    Decision,
    DroppedProposal,
    Proposal,
    Ranking,
    Reason,
    is_in_force,
)
from webapp.models.desk import QuestionComment, QuestionDraft
from webapp.models.documents import Document, DocumentRevision, Passage, is_current
from webapp.models.draws import fits_draw, number_asked
from webapp.models.factors import (
    Authenticator,
    Challenge,
    ChallengePurpose,
    Identity,
    Passkey,
    RecoveryCode,
)
from webapp.models.faults import Fault
from webapp.models.jobs import UNDER_WAY, Job, JobName, JobState, Upload
from webapp.models.marks import (
    MarkChange,
    MarkChangeKind,
    RegradedAttempt,
    RegradeRun,
)
from webapp.models.media import CourseFile, VersionFile
from webapp.models.memory import ANSWERS, Card, Review, ReviewKind, counted, is_taken_back, stands
from webapp.models.overrides import GroupOverride, OtherTerms, QuizOverride, TimeFactor
from webapp.models.people import (
    GuestSignUp,
    LinkPurpose,
    Means,
    Notice,
    NoticeKind,
    OneTimeLink,
    SignIn,
    User,
)
from webapp.models.questions import (
    Citation,
    Question,
    QuestionTag,
    QuestionVersion,
    is_in_use,
    is_newest,
    is_published,
)
from webapp.models.quizzes import (
    NOT_ASKED,
    FacilityBand,
    Quiz,
    QuizMode,
    QuizSlot,
    Seen,
)
from webapp.models.reports import FLAGS, Report, ReportKind
from webapp.models.rollups import (
    ENOUGH_ANSWERS,
    Counted,
    ItemRollup,
    QuizRollup,
    band_asked,
    band_of,
    facilities_in,
)
from webapp.models.sections import QuizSection, SectionPassage
from webapp.models.spendings import Spending

__all__ = [
    "ANSWERS",
    "CHOOSABLE",
    "ENOUGH_ANSWERS",
    "FLAGS",
    "NOT_ASKED",
    "UNDER_WAY",
    "ActKind",
    "Attempt",
    "AttemptState",
    "AttemptStep",
    "Authenticator",
    "BankAct",
    "Card",
    "Challenge",
    "ChallengePurpose",
    "Citation",
    "Counted",
    "Course",
    "CourseFile",
    "CurationEvent",
    "Decision",
    "Document",
    "DocumentRevision",
    "DroppedProposal",
    "Enrolment",
    "FacilityBand",
    "Fault",
    "GroupOverride",
    "GuestSignUp",
    "Identity",
    "Invitation",
    "ItemRollup",
    "Job",
    "JobName",
    "JobState",
    "LinkPurpose",
    "MarkChange",
    "MarkChangeKind",
    "Means",
    "Notice",
    "NoticeKind",
    "OneTimeLink",
    "OtherTerms",
    "Passage",
    "Passkey",
    "Proposal",
    "Question",
    "QuestionAttempt",
    "QuestionComment",
    "QuestionDraft",
    "QuestionImport",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizMode",
    "QuizOverride",
    "QuizRollup",
    "QuizSection",
    "QuizSlot",
    "Ranking",
    "Reason",
    "RecoveryCode",
    "RegradeRun",
    "RegradedAttempt",
    "Report",
    "ReportKind",
    "Review",
    "ReviewKind",
    "Role",
    "SectionPassage",
    "Seen",
    "SignIn",
    "Spending",
    "TimeFactor",
    "Upload",
    "User",
    "VersionFile",
    "band_asked",
    "band_of",
    "counted",
    "facilities_in",
    "fits_draw",
    "is_current",
    "is_in_force",
    "is_in_use",
    "is_newest",
    "is_published",
    "is_taken_back",
    "number_asked",
    "stands",
]
