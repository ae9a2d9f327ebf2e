"""Who signs, and which review body and court follow from the signature.

The signing entity decides, not the department that did the work: a letter signed by the
government's office, or sealed with its disclosure seal, is the government's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from engine.errors import OfficeError


class AuthorityKind(StrEnum):
    """What sort of organ signs."""

    DEPARTMENT = "department"
    AUTHORISED_ORGANISATION = "authorised_organisation"
    JUSTICE_DEPARTMENT = "justice_department"
    VERTICAL = "vertical"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    GOVERNMENT = "government"
    GOVERNMENT_OFFICE = "government_office"
    PROVINCIAL_GOVERNMENT = "provincial_government"
    STATE_COUNCIL_DEPARTMENT = "state_council_department"


class Reviewer(StrEnum):
    """Who reviews an organ, seen from the organ."""

    OWN_GOVERNMENT = "own_government"
    SUPERIOR = "superior"
    ITSELF = "itself"


REVIEWERS: Mapping[AuthorityKind, tuple[Reviewer, ...]] = {
    AuthorityKind.DEPARTMENT: (Reviewer.OWN_GOVERNMENT,),  # 行政复议法第二十四条第一款第（一）项
    AuthorityKind.AUTHORISED_ORGANISATION: (Reviewer.OWN_GOVERNMENT,),  # 同款第（四）项
    AuthorityKind.JUSTICE_DEPARTMENT: (Reviewer.OWN_GOVERNMENT, Reviewer.SUPERIOR),  # 第二十八条
    AuthorityKind.VERTICAL: (Reviewer.SUPERIOR,),  # 第二十七条：海关、金融、税务等
    AuthorityKind.TOWNSHIP: (Reviewer.SUPERIOR,),  # 第二十四条第一款第（二）项
    AuthorityKind.SUBDISTRICT: (Reviewer.SUPERIOR,),  # 同款第（三）项：派出机关
    AuthorityKind.GOVERNMENT: (Reviewer.SUPERIOR,),  # 同款第（二）项
    AuthorityKind.GOVERNMENT_OFFICE: (Reviewer.SUPERIOR,),  # 以政府名义，本级政府为被申请人
    AuthorityKind.PROVINCIAL_GOVERNMENT: (Reviewer.ITSELF,),  # 第二十四条第二款
    AuthorityKind.STATE_COUNCIL_DEPARTMENT: (Reviewer.ITSELF,),  # 第二十五条
}


class AuthorityIncomplete(OfficeError):
    """The settings of the agency lack what a remedy paragraph must name."""

    code = "authority_incomplete"
    article: ClassVar[str | None] = "行政复议法第二十三条第二款"
    message = "“{name}”尚未设置{what}，救济告知无法写明，请先在机关设置中填写。"


@dataclass(frozen=True)
class Authority:
    """An organ that signs letters.

    Attributes:
        name: the organ's full name.
        signing_entity: the name under the letter, if it is another.
        kind: what sort of organ the signing entity is.
        government: the people's government of its own level.
        superior: the organ above it: a government for a government, township or sub-district
            office, a department for a department under vertical leadership.
        review_bodies: set only where the derivation by kind does not hold.
        court: the court with jurisdiction, which may be centralised.
    """

    name: str
    signing_entity: str = ""
    kind: AuthorityKind = AuthorityKind.DEPARTMENT
    government: str = ""
    superior: str = ""
    review_bodies: tuple[str, ...] = ()
    court: str = ""
    online_review_url: str = ""

    @property
    def signer(self) -> str:
        """The name that stands under the letter."""
        return self.signing_entity or self.name

    @property
    def reviews_itself(self) -> bool:
        """Whether the organ's own decision on review may be taken to the State Council."""
        return REVIEWERS[self.kind] == (Reviewer.ITSELF,)

    def bodies(self) -> tuple[str, ...]:
        """Return the review bodies among which the applicant may choose.

        Raises:
            AuthorityIncomplete: the settings do not name them.
        """
        if self.review_bodies:
            return self.review_bodies
        names = {
            Reviewer.OWN_GOVERNMENT: self.government,
            Reviewer.SUPERIOR: self.superior,
            Reviewer.ITSELF: self.signer,
        }
        bodies = tuple(names[reviewer] for reviewer in REVIEWERS[self.kind] if names[reviewer])
        if not bodies:
            raise AuthorityIncomplete(name=self.signer, what="行政复议机关")
        return bodies

    def competent_court(self) -> str:
        """Return the court a letter names.

        Raises:
            AuthorityIncomplete: the settings do not name it.
        """
        if not self.court:
            raise AuthorityIncomplete(name=self.signer, what="有管辖权的人民法院")
        return self.court
