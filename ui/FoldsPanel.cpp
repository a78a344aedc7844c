#include "ui/FoldsPanel.h"

#include "core/tensor/Error.h"
#include "core/train/CrossValidation.h"
#include "core/train/EarlyStopping.h"
#include "core/train/Trainer.h"
#include "ui/Figures.h"
#include "ui/PlainTable.h"
#include "ui/SettingGroup.h"
#include "ui/TaskPanel.h"

#include <QHeaderView>
#include <QSpinBox>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr int kUsualFolds = 5;
constexpr int kRowHeight = 26; // logical pixels

// In the order of Losses.
QStringList lossTitles(ModelKind kind) {
    return kind == ModelKind::Vae
               ? QStringList{FoldsPanel::tr("Negative ELBO"), FoldsPanel::tr("Reconstruction"),
                             FoldsPanel::tr("KL")}
               : QStringList{FoldsPanel::tr("D loss"), FoldsPanel::tr("G loss"),
                             FoldsPanel::tr("D on real images"), FoldsPanel::tr("D on made images")};
}

} // namespace

FoldsPanel::FoldsPanel(QWidget* parent)
    : QWidget(parent)
    , m_count(named(new QSpinBox, "folds", tr("Folds"),
                    tr("How many parts the training images are cut in, and how often the model is trained")))
    , m_table(
          new PlainTable("foldsTable", tr("Folds"),
                         tr("Losses on the images that the fold held out, at the end of its last epoch, in "
                            "nats an image")))
    , m_panel(new TaskPanel(
          QStringLiteral("folds"),
          {tr("Cross-validate"),
           tr("Train the model of this run, with its settings, once a fold; the run itself stays "
              "as it is"),
           tr("Stop training; the folds that are done stay"), tr("How much of all folds is done")},
          m_table)) {
    setObjectName("foldsPanel");
    m_count->setRange(2, kMostFolds);
    m_count->setValue(kUsualFolds);
    m_panel->addChoice(tr("Folds"), m_count);
    m_panel->setHint(tr(
        "One number says little about how good settings are: here the model is trained anew several times, "
        "each time without another part of the training images, and measured on that part. The mean says how "
        "good it is, the deviation how far to trust that."));
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    connect(m_panel, &TaskPanel::started, this, &FoldsPanel::start);
    connect(m_panel, &TaskPanel::cancelled, this, &FoldsPanel::cancel);
    connect(&m_task, &LatestTask::failed, this, &FoldsPanel::finish);
    finish({});
}

// ---- of what ----

void FoldsPanel::setRun(const TrainConfig& config) {
    m_config = config;
    forget();
}

void FoldsPanel::setData(const LoadedData& loaded) {
    m_data = loaded;
    forget();
}

void FoldsPanel::setLive(bool training) {
    m_live = training;
    if (training && isBusy()) {
        m_task.cancel();
        finish(tr("Stopped, because a run has begun: both would need all cores."));
    } else {
        follow();
    }
}

void FoldsPanel::forget() {
    m_task.cancel();
    m_folds.clear();
    finish({});
    showRows();
}

void FoldsPanel::follow() {
    const bool fits = m_data.train && m_data.train->shape() == m_config.model.image;
    m_panel->setCanStart(fits && !m_live);
    if (!isBusy()) {
        const QString whyNot = !fits    ? tr("There are no images that fit the model. Choose a data set.")
                               : m_live ? tr("A run is going on, which needs all cores. Stop it first.")
                                        : QString();
        m_panel->showWords(whyNot.isEmpty() || !m_folds.empty() ? m_outcome : whyNot);
    }
}

// ---- the folds ----

void FoldsPanel::start() {
    if (isBusy() || !m_panel->canStart()) {
        return;
    }
    m_folds.clear();
    showRows();
    m_since.start();
    const int folds = m_count->value();
    m_task.run([this, config = m_config, images = m_data.train,
                folds](const std::stop_token& stop) -> std::function<void()> {
        train(config, images, folds, stop);
        return [this] {
            finish(tr("Trained in %1; ± is the standard deviation of a fold.")
                       .arg(duration(static_cast<double>(m_since.elapsed()) / 1000)));
        };
    });
    m_panel->setBusy(true);
    showProgress(0, folds, 0);
}

// On the task's thread.
void FoldsPanel::train(const TrainConfig& config, const std::shared_ptr<const Dataset>& images, int folds,
                       const std::stop_token& stop) {
    for (int fold = 0; fold < folds && !stop.stop_requested(); ++fold) {
        LossHistory history;
        double seconds = 0;
        std::int64_t weightsStep = 0; // of the best epoch, if there is any patience
        const auto follow = [&](const Snapshot& snapshot) {
            if (snapshot.state == TrainState::Diverged) {
                throw Error(ErrorKind::Input, "Fold " + std::to_string(fold + 1) + ": " + snapshot.message);
            }
            for (const EpochResult& epoch : snapshot.epochs) {
                history.add(epoch);
                seconds = epoch.trainSeconds;
            }
            weightsStep = snapshot.checkpoint ? snapshot.checkpoint->weightsStep : weightsStep;
            const double share = snapshot.epoch / static_cast<double>(config.epochs);
            m_task.tell(stop, [this, fold, folds, share] { showProgress(fold, folds, share); });
        };
        Trainer trainer(config, foldOf(*images, fold, folds, config.seed),
                        {.weightsInterval = 0, .samplesInterval = 0});
        trainer.run(stop, follow);
        m_task.tell(stop, [this, done = Fold{epochOf(history, weightsStep).heldOut, seconds}] { add(done); });
    }
}

void FoldsPanel::add(const Fold& fold) {
    m_folds.push_back(fold);
    showRows();
}

void FoldsPanel::showRows() {
    const QStringList titles = lossTitles(m_config.model.kind);
    m_table->setColumnCount(static_cast<int>(titles.size()) + 2);
    m_table->setHorizontalHeaderLabels(QStringList(tr("Fold")) + titles + QStringList(tr("Training")));
    const auto count = static_cast<int>(m_folds.size());
    m_table->setRowCount(count > 1 ? count + 1 : count);
    const auto set = [this](int row, int column, const QString& text) {
        auto* item = new QTableWidgetItem(text);
        item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        QFont font = m_table->font();
        font.setBold(row == static_cast<int>(m_folds.size()));
        item->setFont(font);
        m_table->setItem(row, column, item);
    };
    const auto fillColumn = [&](int column, const auto& valueOf, const auto& words) {
        m_table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        std::vector<double> values;
        for (const Fold& fold : m_folds) {
            set(static_cast<int>(values.size()), column, words(valueOf(fold)));
            values.push_back(valueOf(fold));
        }
        if (count > 1) {
            const Spread spread = spreadOf(values);
            set(count, column, tr("%1 ± %2").arg(words(spread.mean), words(spread.deviation)));
        }
    };
    for (int row = 0; row < m_table->rowCount(); ++row) {
        set(row, 0, row < count ? QString::number(row + 1) : tr("Mean"));
    }
    for (int loss = 0; loss < titles.size(); ++loss) {
        const auto index = static_cast<std::size_t>(loss);
        fillColumn(
            loss + 1, [index](const Fold& fold) { return double{fold.heldOut[index]}; }, lossFigure);
    }
    fillColumn(
        static_cast<int>(titles.size()) + 1, [](const Fold& fold) { return fold.seconds; }, duration);
    m_table->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_panel->showResults(!m_folds.empty());
    emit rowsChanged();
}

void FoldsPanel::showProgress(int fold, int folds, double share) {
    m_panel->showWords(tr("Training fold %1 of %2...").arg(fold + 1).arg(folds));
    m_panel->showShare((fold + share) / folds);
}

void FoldsPanel::cancel() {
    if (isBusy()) {
        m_task.cancel();
        finish(m_folds.empty() ? tr("Cancelled.") : tr("Cancelled; the folds that are done are shown."));
    }
}

void FoldsPanel::finish(const QString& words) {
    m_panel->setBusy(false);
    m_outcome = words;
    follow();
}

QString FoldsPanel::text() const {
    QStringList lines;
    for (int row = m_folds.empty() ? 0 : -1; row < m_table->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_table->columnCount(); ++column) {
            const QTableWidgetItem* cell =
                row < 0 ? m_table->horizontalHeaderItem(column) : m_table->item(row, column);
            cells.append(cell->text());
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace latentscape
