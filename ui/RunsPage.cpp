#include "ui/RunsPage.h"

#include "ui/Card.h"
#include "ui/FileQuestions.h"
#include "ui/RunTable.h"

#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::size_t kMostEarlier = 12; // in the menu

QAction* addChoice(QMenu* menu, const char* objectName, const QString& text, const QString& tip) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QLatin1String(objectName));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    return action;
}

} // namespace

RunsPage::RunsPage(QWidget* parent)
    : QWidget(parent)
    , m_table(new RunTable)
    , m_hint(makeNote())
    , m_add(makeLink("addRun", tr("Add a run ▾"), tr("Choose a run to compare with the one that is shown")))
    , m_remove(
          makeLink("removeRun", tr("Remove"), tr("Take the selected run away from here; its files stay"))) {
    setObjectName("runsPage");
    m_hint->setObjectName("runsHint");
    m_hint->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_hint);
    auto* menu = new QMenu(m_add);
    menu->setToolTipsVisible(true);
    m_add->setMenu(menu);
    fillMenu();
    connect(menu, &QMenu::aboutToShow, this, &RunsPage::fillMenu);
    m_add->setPopupMode(QToolButton::InstantPopup);
    connect(m_remove, &QToolButton::clicked, this, [this] { m_runs.remove(m_table->selectedRun()); });
    connect(m_table, &RunTable::removeRequested, &m_runs, &ComparedRuns::remove);
    connect(m_table, &RunTable::visibilityChanged, &m_runs, &ComparedRuns::setVisible);
    connect(m_table, &QTableWidget::currentCellChanged, this,
            [this] { m_remove->setEnabled(m_table->selectedRun() >= 0); });
    connect(&m_runs, &ComparedRuns::changed, this, [this] {
        showRuns();
        emit overlayChanged();
    });
    connect(&m_runs, &ComparedRuns::failed, this, &RunsPage::failed);
    m_shown.name = tr("This run").toStdString();
    showRuns();
}

void RunsPage::setShown(const TrainConfig& config) {
    m_shown.config = config;
    m_shown.history = {};
    showRuns();
}

void RunsPage::follow(const LossHistory& history) {
    m_shown.history = history;
    showRuns();
}

void RunsPage::showRuns() {
    m_table->setRuns(m_shown, m_runs.runs());
    m_hint->setText(hint());
    m_hint->setVisible(!m_hint->text().isEmpty());
    m_add->setEnabled(!m_runs.isFull());
    m_remove->setVisible(!m_runs.runs().empty());
    m_remove->setEnabled(m_table->selectedRun() >= 0);
}

QString RunsPage::hint() const {
    if (m_runs.runs().empty()) {
        return tr("Add a run to compare: its curves appear above in a colour of its own, and here how it "
                  "ended and in what its settings differ.");
    }
    const ModelKind kind = m_shown.config.model.kind;
    const bool mixed = std::ranges::any_of(m_runs.runs(), [kind](const ComparedRuns::Run& other) {
        return other.run->config.model.kind != kind;
    });
    if (!mixed) {
        return {};
    }
    return kind == ModelKind::Gan
               ? tr("A VAE's losses can't share a GAN's axes: of VAEs there are only the figures here.")
               : tr("A GAN's losses can't share a VAE's axes: of GANs there are only the figures here.");
}

void RunsPage::fillMenu() {
    QMenu* menu = m_add->menu();
    menu->clear();
    connect(addChoice(menu, "addRunFolder", tr("&Folder of a run..."),
                      tr("A folder that the command line has trained into")),
            &QAction::triggered, this, [this] { addChosen(askForRunFolder(this)); });
    connect(addChoice(menu, "addRunCheckpoint", tr("&Checkpoint..."), tr("A file that was saved from a run")),
            &QAction::triggered, this, [this] { addChosen(askForCheckpoint(this)); });
    std::vector<OtherModel> earlier = m_findRuns ? m_findRuns() : std::vector<OtherModel>();
    earlier.resize(std::min(earlier.size(), kMostEarlier));
    if (!earlier.empty()) {
        menu->addSection(tr("Earlier runs"));
    }
    for (const OtherModel& run : earlier) {
        connect(menu->addAction(run.name), &QAction::triggered, this,
                [this, run] { m_runs.add(run.file, run.name); });
    }
}

void RunsPage::addChosen(const QString& source) {
    if (!source.isEmpty()) {
        add(source);
    }
}

} // namespace latentscape
