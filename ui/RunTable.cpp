#include "ui/RunTable.h"

#include "core/train/Metrics.h"
#include "ui/Figures.h"
#include "ui/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPixmap>
#include <QScopedValueRollback>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kRowHeight = 26; // logical pixels
constexpr QSize kSwatch(16, 12);

// What each kind of model ends with.
struct FigureColumn {
    const char* name;
    const char* tip;
    ModelKind kind;
    std::size_t loss;
};
constexpr FigureColumn kFigures[]{
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "ELBO loss"),
     QT_TRANSLATE_NOOP(
         "latentscape::RunTable",
         "On held-out images after the last epoch, nats an image, with the run's own KL weight: "
         "less is better"),
     ModelKind::Vae, 0},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "Reconstruction"),
     QT_TRANSLATE_NOOP("latentscape::RunTable",
                       "What the decoder gets wrong on held-out images, -log p(x|z)"),
     ModelKind::Vae, 1},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "KL"),
     QT_TRANSLATE_NOOP("latentscape::RunTable", "How much the latents tell about a held-out image, in nats"),
     ModelKind::Vae, 2},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "D loss"),
     QT_TRANSLATE_NOOP("latentscape::RunTable", "The discriminator's loss after the last epoch"),
     ModelKind::Gan, 0},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "G loss"),
     QT_TRANSLATE_NOOP("latentscape::RunTable", "The generator's loss after the last epoch"), ModelKind::Gan,
     1},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "D(real)"),
     QT_TRANSLATE_NOOP("latentscape::RunTable", "How real the discriminator finds real images, 0 to 1"),
     ModelKind::Gan, 2},
    {QT_TRANSLATE_NOOP("latentscape::RunTable", "D(made)"),
     QT_TRANSLATE_NOOP("latentscape::RunTable", "How real the discriminator finds made images, 0 to 1"),
     ModelKind::Gan, 3},
};

// A piece of the run's line on the plot.
QIcon swatch(const QColor& colour) {
    QPixmap pixmap(kSwatch);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.fillRect(QRect(0, kSwatch.height() / 2 - 1, kSwatch.width(), 3), colour);
    return pixmap;
}

} // namespace

RunTable::RunTable(QWidget* parent)
    : PlainTable("runTable", tr("Runs"),
                 tr("The box shows or hides a run's curves; Delete takes the selected run away from here"), 0,
                 parent) {
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    setHorizontalScrollMode(ScrollPerPixel);
    setIconSize(kSwatch);
    setSelectionMode(SingleSelection);
    connect(this, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem* item) {
        if (!m_filling && item->column() == 0 && item->row() > 0) {
            emit visibilityChanged(item->row() - 1, item->checkState() == Qt::Checked);
        }
    });
}

void RunTable::setRuns(const ComparedRun& shown, const std::vector<ComparedRuns::Run>& others) {
    m_shown = shown;
    m_others = others;
    fill();
}

int RunTable::selectedRun() const {
    return currentRow() > 0 ? currentRow() - 1 : -1;
}

void RunTable::fill() {
    const QScopedValueRollback filling(m_filling, true);
    const int selected = currentRow();
    std::vector<TrainConfig> configs{m_shown.config};
    for (const ComparedRuns::Run& other : m_others) {
        configs.push_back(other.run->config);
    }
    m_differences = differingSettings(configs);
    clear();
    setRowCount(static_cast<int>(configs.size()));
    setColumnCount(0);
    fillRow(0, m_shown);
    item(0, 0)->setIcon(swatch(themeColors(palette()).curveTotal));
    for (int row = 1; row < rowCount(); ++row) {
        const ComparedRuns::Run& other = m_others[static_cast<std::size_t>(row - 1)];
        fillRow(row, *other.run);
        QTableWidgetItem* name = item(row, 0);
        name->setIcon(swatch(runColour(palette(), other.colour)));
        name->setCheckState(other.visible ? Qt::Checked : Qt::Unchecked);
        name->setToolTip(other.source);
    }
    setCurrentCell(std::min(selected, rowCount() - 1), 0);
}

// Columns come as they are first needed, the same for every row.
void RunTable::fillRow(int row, const ComparedRun& run) {
    int column = 0;
    const auto next = [&](const QString& name, const QString& tip, const QString& text) {
        if (column == columnCount()) {
            setColumnCount(column + 1);
            auto* heading = new QTableWidgetItem(name);
            heading->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            heading->setToolTip(tip);
            setHorizontalHeaderItem(column, heading);
        }
        set(row, column++, text);
    };
    const auto& epochs = run.history.epochs();
    const EpochResult* last = epochs.empty() ? nullptr : &epochs.back();
    next(tr("Run"), tr("The run that is shown, then the others"), QString::fromStdString(run.name));
    next(tr("Epochs"), tr("That have ended"), last ? wholeNumber(last->epoch) : QStringLiteral("0"));
    const auto anyIs = [this](ModelKind kind) {
        return m_shown.config.model.kind == kind ||
               std::ranges::any_of(m_others, [kind](const ComparedRuns::Run& other) {
                   return other.run->config.model.kind == kind;
               });
    };
    const ModelKind kind = run.config.model.kind;
    for (const FigureColumn& figure : kFigures) {
        if (anyIs(figure.kind)) {
            next(tr(figure.name), tr(figure.tip),
                 last && figure.kind == kind ? lossFigure(last->heldOut[figure.loss]) : QStringLiteral("–"));
        }
    }
    if (anyIs(ModelKind::Vae)) {
        const bool known = last && !last->klPerLatent.empty();
        next(tr("In use"), tr("Latents that tell anything about an image, of all"),
             known ? tr("%1 of %2").arg(activeLatents(last->klPerLatent)).arg(last->klPerLatent.size())
                   : QStringLiteral("–"));
    }
    next(tr("Time"), tr("Training alone"), last ? duration(last->trainSeconds) : QStringLiteral("–"));
    for (const SettingColumn& difference : m_differences) {
        const std::string& value = difference.values[static_cast<std::size_t>(row)];
        next(QString::fromStdString(difference.name), tr("A setting in which the runs differ"),
             value.empty() ? QStringLiteral("–") : QString::fromStdString(value));
    }
}

QTableWidgetItem* RunTable::set(int row, int column, const QString& text) {
    auto* cell = new QTableWidgetItem(text);
    cell->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    setItem(row, column, cell);
    return cell;
}

void RunTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && selectedRun() >= 0) {
        emit removeRequested(selectedRun());
        return;
    }
    QTableWidget::keyPressEvent(event);
}

// Swatches have colours of their own.
void RunTable::changeEvent(QEvent* event) {
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && rowCount() > 0) {
        fill();
    }
}

} // namespace latentscape
