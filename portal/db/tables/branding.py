"""How the vendor's own pages look."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Versioned


class VendorBrand(Versioned, Base):
    """The vendor's colour and logo: one row at most, for an installation serves one vendor."""

    __tablename__ = "vendor_brands"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    colour: Mapped[str | None] = mapped_column(String(7))
    logo: Mapped[str | None] = mapped_column(ForeignKey("media.hash"))
