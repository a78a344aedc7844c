#include "ui/MeasureTable.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>

namespace latentscape {

namespace {

enum Column { Name, Value, Beside, Meaning, kColumns };

constexpr int kRowHeight = 26; // logical pixels
constexpr int kHeadingHeight = 32;
constexpr int kLeastValue = 96;

// Rich, so that it is broken into lines.
QString wrapped(const QString& tip) {
    return tip.isEmpty() ? QString()
                         : QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped().replace('\n', "<br>"));
}

QString tipOfRow(const MeasureRow& row) {
    return row.term ? tipWithSourceOf(*row.term) + wrapped(row.tip) : wrapped(row.tip);
}

} // namespace

MeasureTable::MeasureTable(QWidget* parent)
    : PlainTable("measureTable", tr("Figures"), tr("Ctrl+C copies the selected lines, or all"), kColumns,
                 parent) {
    horizontalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Meaning, QHeaderView::Stretch);
    horizontalHeader()->setMinimumSectionSize(kLeastValue);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    auto* copy = new QAction(tr("Copy values"), this);
    connect(copy, &QAction::triggered, this, &MeasureTable::copyRequested);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void MeasureTable::addHeading(int row, const MeasureRow& heading) {
    auto* item = new QTableWidgetItem(heading.name);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    item->setFont(bold);
    item->setTextAlignment(Qt::AlignLeft | Qt::AlignBottom);
    item->setToolTip(wrapped(heading.tip));
    item->setFlags(Qt::ItemIsEnabled);
    setItem(row, Name, item);
    setSpan(row, Name, 1, kColumns);
    setRowHeight(row, kHeadingHeight);
}

void MeasureTable::setRows(const std::vector<MeasureRow>& rows) {
    m_rows = rows;
    clearSpans();
    setRowCount(0);
    setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const MeasureRow& measure = rows[static_cast<std::size_t>(row)];
        if (measure.value.isEmpty()) {
            addHeading(row, measure);
            continue;
        }
        const auto set = [&](Column column, const QString& text) {
            auto* item = new QTableWidgetItem(text);
            item->setTextAlignment((column == Value ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
            if (column == Beside || column == Meaning) {
                item->setForeground(palette().color(QPalette::PlaceholderText));
            }
            item->setToolTip(tipOfRow(measure));
            setItem(row, column, item);
        };
        set(Name, measure.name);
        set(Value, measure.value);
        set(Beside, measure.beside);
        set(Meaning, measure.meaning);
    }
}

// Items have colours of their own.
void MeasureTable::changeEvent(QEvent* event) {
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        setRows(std::vector(m_rows));
    }
}

QString MeasureTable::text() const {
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row) {
        if (!selectedItems().isEmpty() && !item(row, Name)->isSelected()) {
            continue;
        }
        QString line = item(row, Name)->text();
        for (const Column column : {Value, Beside}) {
            const QTableWidgetItem* cell = item(row, column);
            line += cell && !cell->text().isEmpty() ? QLatin1Char('\t') + cell->text() : QString();
        }
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace latentscape
