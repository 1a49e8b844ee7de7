from portal.demo.story.companies import Company, companies, slug


def test_every_company_has_a_name_an_id_and_a_domain_of_its_own() -> None:
    many = companies(1000)
    assert len({company.name for company in many}) == 1000
    assert len({company.slug for company in many}) == 1000
    assert len({company.domain for company in many}) == 1000


def test_asking_for_fewer_gives_the_first_of_the_same() -> None:
    assert companies(5) == companies(42)[:5]
    assert companies(42) == companies(60)[:42]


def test_the_stories_come_first() -> None:
    assert [company.name for company in companies(3)] == ["Halden Freight", "Brightwell Clinics", "Oster & Sons"]


def test_domains_belong_to_nobody() -> None:
    assert all(company.domain.endswith(".example") for company in companies(200))


def test_ids_are_plain_ascii() -> None:
    assert slug("Élodie Łuk & Sønner", "-") == "elodie-luk-and-sonner"
    assert Company("Quarry & Finch", "Construction", 1).domain == "quarryandfinch.example"
