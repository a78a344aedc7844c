#include "ui/WelcomePage.h"

#include "core/data/DataSource.h"
#include "core/tensor/Machine.h"
#include "core/tensor/Precision.h"
#include "ui/Card.h"
#include "ui/DataHomeRow.h"
#include "ui/Figures.h"
#include "ui/SettingGroup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr int kButtonWidth = 84;

QLabel* makeWords(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setProperty("role", role);
    label->setWordWrap(true);
    return label;
}

// A name, a note below it, and a button at the right.
QWidget* makeRow(const QString& title, const QString& note, QPushButton* button) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(12);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(new QLabel(title));
    words->addWidget(makeWords(note, "note"));
    button->setFixedWidth(kButtonWidth);
    line->addLayout(words, 1);
    line->addWidget(button, 0, Qt::AlignTop);
    return row;
}

QString machineWords(const Machine& machine) {
    QStringList able;
    for (const std::string& ability : machine.abilities) {
        able << QString::fromStdString(ability);
    }
    QString words = machine.processor.empty() ? WelcomePage::tr("A processor without a name")
                                              : QString::fromStdString(machine.processor);
    words += '\n' + (machine.threads == 1 ? WelcomePage::tr("One thread to train with")
                                          : WelcomePage::tr("%1 threads to train with").arg(machine.threads));
    if (machine.memory > 0) {
        words += WelcomePage::tr(", %1 of memory").arg(byteCount(machine.memory));
    }
    return able.isEmpty() ? words : words + '\n' + able.join(QStringLiteral(", "));
}

QString adviceFor(const Machine& machine) {
    if (hasFastBf16()) {
        return WelcomePage::tr(
            "bf16 (More... > Precision) makes large models faster here. Every preset suits.");
    }
    return machine.threads > 2
               ? WelcomePage::tr("Every preset suits this machine.")
               : WelcomePage::tr("The dense presets learn in seconds here; convolutions take some minutes.");
}

} // namespace

WelcomePage::WelcomePage(const std::vector<DataHome>& homes, QWidget* parent)
    : Page("welcomePage", tr("Welcome"), parent)
    , m_found(new QVBoxLayout)
    , m_lastRun(makeWords({}, "note"))
    , m_goOn(named(new QPushButton(tr("Go on")), "welcomeGoOn", tr("Go on with the last run"),
                   tr("Take up the last run exactly where it stopped"))) {
    auto* inner = new QWidget;
    auto* row = new QHBoxLayout(inner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    for (QVBoxLayout* column : {left, right}) {
        column->setSpacing(12);
        row->addLayout(column, 1);
    }
    left->addWidget(makeFound());
    left->addWidget(makeLastRun());
    left->addStretch();
    right->addWidget(makeHomes(homes));
    right->addWidget(makeMachine());
    right->addStretch();
    auto* area = new QScrollArea;
    area->setObjectName("welcomeScroll");
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(inner);
    body()->addWidget(
        makeWords(tr("A model learns to make images like the ones you show it, and you walk between "
                     "them while it learns. Press Train, or Enter, to see it on the images that are "
                     "chosen at the left; or choose others here."),
                  "text"));
    body()->addWidget(area, 1);
    setLastRun({});
}

Card* WelcomePage::makeFound() {
    auto* card = new Card(tr("Images on this machine"));
    QToolButton* own =
        makeLink("welcomeOpen", tr("Open a folder..."),
                 tr("Learn from pictures of your own: a folder, flat or one class a subfolder"));
    connect(own, &QToolButton::clicked, this, &WelcomePage::openRequested);
    card->addToHeader(own);
    m_found->setSpacing(12);
    card->body()->addLayout(m_found);
    return card;
}

Card* WelcomePage::makeHomes(const std::vector<DataHome>& homes) {
    auto* card = new Card(tr("Get more images"));
    card->body()->setSpacing(12);
    for (const DataHome& home : homes) {
        auto* row = new DataHomeRow(home);
        m_homes.push_back(row);
        card->body()->addWidget(row);
        connect(row, &DataHomeRow::chosen, this, &WelcomePage::dataChosen);
        connect(row, &DataHomeRow::failed, this, &WelcomePage::dataFailed);
        connect(row, &DataHomeRow::arrived, this, [this](const QString& title, const QString& folder) {
            listFound();
            emit dataArrived(title, folder);
        });
    }
    return card;
}

Card* WelcomePage::makeLastRun() {
    auto* card = new Card(tr("The last run"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_lastRun->setObjectName("welcomeLastRun");
    m_goOn->setFixedWidth(kButtonWidth);
    row->addWidget(m_lastRun, 1);
    row->addWidget(m_goOn, 0, Qt::AlignTop);
    card->body()->addLayout(row);
    connect(m_goOn, &QPushButton::clicked, this, &WelcomePage::lastRunRequested);
    return card;
}

Card* WelcomePage::makeMachine() {
    const Machine machine = thisMachine();
    auto* card = new Card(tr("This machine"));
    QLabel* words = makeWords(machineWords(machine), "text");
    words->setObjectName("welcomeMachine");
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->setToolTip(tr("What training here has to work with. Nothing is sent anywhere."));
    card->body()->addWidget(words);
    card->body()->addWidget(makeWords(adviceFor(machine), "note"));
    return card;
}

void WelcomePage::setLastRun(const QString& description) {
    m_goOn->setVisible(!description.isEmpty());
    m_lastRun->setText(
        description.isEmpty()
            ? tr("None yet. A run is kept while it goes on, so that closing the window, or a crash, "
                 "costs nothing.")
            : description);
}

void WelcomePage::refresh() {
    listFound();
    for (DataHomeRow* row : m_homes) {
        row->refresh();
    }
}

void WelcomePage::listFound() {
    while (QLayoutItem* item = m_found->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const FoundData& found : findData()) {
        const QString name = QString::fromStdString(found.name);
        const QString source = QString::fromStdString(found.source);
        const bool embedded = found.source == "shapes";
        auto* use = named(new QPushButton(tr("Use")), "", tr("Use %1").arg(name),
                          tr("Learn from these images; Train then starts"));
        use->setObjectName("use-" + source);
        connect(use, &QPushButton::clicked, this, [this, source] { emit dataChosen(source); });
        m_found->addWidget(makeRow(
            name, embedded ? tr("Embedded: squares, ellipses and hearts, drawn from a seed") : source, use));
    }
}

} // namespace latentscape
