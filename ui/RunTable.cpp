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
#include <QStringList>

#include <algorithm>
#include <span>

namespace latentscape {

namespace {

constexpr int kRowHeight = 26; // logical pixels
constexpr QSize kSwatch(16, 12);
// Settings with a column of their own; more share one, or the table would be too wide: the more so with the
// figures of both kinds of model.
constexpr std::size_t kOwnColumns = 3;
constexpr std::size_t kOwnColumnsOfBoth = 1;
constexpr int kLeastText = 70; // logical pixels, of a column that is cut

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
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(0);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
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
        markRun(row, other);
    }
    alignColumns();
    fitColumns();
    setCurrentCell(std::min(selected, rowCount() - 1), 0);
}

// A run of another kind has no curve here that a box could hide.
void RunTable::markRun(int row, const ComparedRuns::Run& run) {
    QTableWidgetItem* name = item(row, 0);
    if (run.run->config.model.kind == m_shown.config.model.kind) {
        name->setIcon(swatch(runColour(palette(), run.colour)));
        name->setCheckState(run.visible ? Qt::Checked : Qt::Unchecked);
        name->setToolTip(run.source);
        return;
    }
    QPixmap nothing(kSwatch); // names stand below each other
    nothing.fill(Qt::transparent);
    name->setIcon(nothing);
    name->setToolTip(
        tr("%1\nIts losses are others than those above: only its figures are compared.").arg(run.source));
}

bool RunTable::anyIs(ModelKind kind) const {
    return m_shown.config.model.kind == kind ||
           std::ranges::any_of(m_others, [kind](const ComparedRuns::Run& other) {
               return other.run->config.model.kind == kind;
           });
}

std::size_t RunTable::ownSettings() const {
    const bool both = anyIs(ModelKind::Vae) && anyIs(ModelKind::Gan);
    return std::min(m_differences.size(), both ? kOwnColumnsOfBoth : kOwnColumns);
}

int RunTable::settingColumns() const {
    return static_cast<int>(std::min(m_differences.size(), ownSettings() + 1));
}

// Columns come as they are first needed, the same for every row.
void RunTable::fillRow(int row, const ComparedRun& run) {
    int column = 0;
    const auto next = [&](const QString& name, const QString& tip, const QString& text) {
        if (column == columnCount()) {
            setColumnCount(column + 1);
            auto* heading = new QTableWidgetItem(name);
            heading->setToolTip(tip);
            setHorizontalHeaderItem(column, heading);
        }
        setItem(row, column++, new QTableWidgetItem(text));
    };
    const auto& epochs = run.history.epochs();
    const EpochResult* last = epochs.empty() ? nullptr : &epochs.back();
    next(tr("Run"), tr("The run that is shown, then the others"), QString::fromStdString(run.name));
    next(tr("Epochs"), tr("That have ended"), last ? wholeNumber(last->epoch) : QStringLiteral("0"));
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
    const auto value = [row](const SettingColumn& setting) {
        return QString::fromStdString(setting.values[static_cast<std::size_t>(row)]);
    };
    const std::size_t own = ownSettings();
    for (const SettingColumn& difference : std::span(m_differences).first(own)) {
        const QString name = QString::fromStdString(difference.name);
        next(name, tr("%1: a setting in which the runs differ").arg(name),
             value(difference).isEmpty() ? QStringLiteral("–") : value(difference));
    }
    QStringList others;
    for (const SettingColumn& difference : std::span(m_differences).subspan(own)) {
        if (!value(difference).isEmpty()) {
            others.push_back(QString::fromStdString(difference.name) + ' ' + value(difference));
        }
    }
    if (m_differences.size() > own) {
        next(tr("other settings"), tr("More settings in which the runs differ"), others.join(", "));
        item(row, column - 1)->setToolTip(others.join('\n'));
    }
}

// Figures stand at the right, below each other; words begin at the left, as one reads them.
void RunTable::alignColumns() {
    m_texts.assign(static_cast<std::size_t>(columnCount()), false);
    const int settings = columnCount() - settingColumns();
    for (int column = 0; column < columnCount(); ++column) {
        bool words = column == 0;
        for (int row = 0; row < rowCount() && column >= settings; ++row) {
            bool isFigure = false;
            const QString text = item(row, column)->text();
            text.toDouble(&isFigure);
            words = words || !(isFigure || text == QStringLiteral("–"));
        }
        m_texts[static_cast<std::size_t>(column)] = words;
        const auto alignment = (words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
        horizontalHeaderItem(column)->setTextAlignment(alignment);
        for (int row = 0; row < rowCount(); ++row) {
            item(row, column)->setTextAlignment(alignment);
            if (words && item(row, column)->toolTip().isEmpty()) {
                item(row, column)->setToolTip(item(row, column)->text());
            }
        }
    }
}

// As wide as what stands in them; where that is too much, the widest words and names of settings are cut
// first.
void RunTable::fitColumns() {
    struct Width {
        int whole, least;
    };
    std::vector<Width> widths;
    int excess = -viewport()->width();
    const int settings = columnCount() - settingColumns();
    for (int column = 0; column < columnCount(); ++column) {
        const int content = sizeHintForColumn(column);
        const int whole = std::max(content, horizontalHeader()->sectionSizeHint(column));
        const bool words = m_texts[static_cast<std::size_t>(column)];
        const int least = words ? kLeastText : column >= settings ? std::max(content, kLeastText) : whole;
        widths.push_back({whole, std::min(whole, least)});
        excess += whole;
    }
    for (; excess > 0; --excess) { // a pixel each time, of the widest
        const auto widest = std::ranges::max_element(
            widths, {}, [](const Width& width) { return width.whole > width.least ? width.whole : 0; });
        if (widest->whole <= widest->least) {
            break; // then it scrolls
        }
        --widest->whole;
    }
    for (int column = 0; column < columnCount(); ++column) {
        setColumnWidth(column, widths[static_cast<std::size_t>(column)].whole);
    }
}

// Before the scroll bars are set.
void RunTable::resizeEvent(QResizeEvent* event) {
    if (rowCount() > 0) {
        fitColumns();
    }
    PlainTable::resizeEvent(event);
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
