"""Names of people from many places, for the demo."""

from random import Random

NAMES: tuple[tuple[str, str], ...] = (
    ("Aarav Ananya Kavya Rohan Meera Vikram Isha", "Iyer Menon Kapoor Reddy Banerjee Joshi"),
    ("Sakura Haruto Yuki Ren Aoi Daichi Emi", "Tanaka Mori Ishikawa Ono Fujita Hayashi"),
    ("Lena Felix Hannah Moritz Greta Emil Ida", "Weber Krüger Vogt Brandt Seidel Lindner"),
    ("Amara Chidi Ngozi Tunde Zainab Emeka Ife", "Okafor Adeyemi Nwosu Balogun Eze Danjuma"),
    ("Elif Emre Zeynep Kerem Defne Baran Selin", "Demir Kaya Öztürk Şahin Koç Çelik"),
    ("Sofía Mateo Lucía Diego Carmen Javier Inés", "Vargas Morales Ibarra Castaño Rojas Quintero"),
    ("Camille Hugo Manon Théo Léa Bastien Élodie", "Girard Lemaire Faure Chevalier Roux Marchand"),
    ("Minh Linh Tuấn Hà Quang Thảo Nam", "Nguyễn Trần Phạm Lê Đặng Bùi"),
    ("Mariam Omar Layla Yusuf Salma Karim Hana", "Haddad Mansour Farouk Rahman Nasser Khalil"),
    ("Freya Lars Astrid Nils Sigrid Henrik Maja", "Lindqvist Nyberg Dahl Holm Bergström Sandvik"),
    ("Wei Mei Jian Xiu Hao Lan Jun", "Chen Zhao Liu Huang Wu Sun"),
    ("Olivia Jack Grace Samuel Ruth Thomas Alice", "Carter Hughes Doyle Fraser Whitfield Pryce"),
    ("Nia Kofi Ama Kwame Esi Yaw Abena", "Mensah Boateng Owusu Asante Appiah Addo"),
    ("Kateryna Piotr Zofia Andriy Hanna Marek Iryna", "Kowalska Shevchenko Nowak Bondar Wójcik Lysenko"),
    ("Ji-woo Min-jun Seo-yeon Do-yun Ha-eun Jun-ho Su-bin", "Kim Park Choi Jung Kang Yoon"),
    ("Rafael Beatriz Tiago Larissa João Camila Pedro", "Silva Almeida Ferreira Moreira Barbosa Teixeira"),
)
"""First and last names by place. A person gets both from the same one."""


def draw_names(random: Random, number: int, taken: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """That many different names, none of them taken."""
    names: dict[str, None] = {}
    while len(names) < number:
        firsts, lasts = random.choice(NAMES)
        name = f"{random.choice(firsts.split())} {random.choice(lasts.split())}"
        if name not in taken:
            names[name] = None
    return tuple(names)
