#include "ui/MapLegend.h"

#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/Theme.h"

#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

// Logical pixels.
constexpr int kDot = 9;
constexpr int kRow = 22;
constexpr int kMostWidth = 120;
constexpr int kScaleWidth = 64;
constexpr int kBar = 10;
constexpr int kMostBarHeight = 160;
constexpr int kMostRows = 32;

QIcon dotIcon(const QColor& colour, qreal ratio) {
    QPixmap pixmap(QSize(kDot, kDot) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(0.5, 0.5, kDot - 1, kDot - 1));
    return QIcon(pixmap);
}

} // namespace

MapLegend::MapLegend(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_more(makeNote()) {
    setObjectName(QStringLiteral("mapLegend"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_more);
    m_column->addStretch();
    hide();
}

void MapLegend::clear() {
    for (QWidget* row : m_rows)
        delete row;
    m_rows.clear();
    m_names.clear();
    m_scale = {};
    m_name.clear();
    m_more->hide();
    if (std::exchange(m_chosen, -1) >= 0)
        emit choiceChanged(-1);
}

void MapLegend::showNothing() {
    clear();
    hide();
}

void MapLegend::showClasses(const std::vector<QString>& names) {
    if (m_names == names && !m_rows.empty())
        return; // what is chosen stays
    clear();
    m_names = names;
    int widest = 0;
    for (int i = 0; i < std::min(kMostRows, static_cast<int>(names.size())); ++i) {
        QToolButton* row =
            makeLink("mapClass", names[static_cast<std::size_t>(i)],
                     tr("Let %1 stand out; once more: all").arg(names[static_cast<std::size_t>(i)]));
        row->setObjectName(QStringLiteral("mapClass%1").arg(i));
        row->setCheckable(true);
        row->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->setIconSize({kDot, kDot});
        row->setIcon(dotIcon(MapColours::ofClass(i), devicePixelRatioF()));
        row->setFixedHeight(kRow);
        row->setText(fontMetrics().elidedText(names[static_cast<std::size_t>(i)], Qt::ElideRight,
                                              kMostWidth - kDot - 24));
        connect(row, &QToolButton::toggled, this, [this, i](bool on) { choose(i, on); });
        widest = std::max(widest, row->sizeHint().width());
        m_column->insertWidget(i, row, 0, Qt::AlignLeft);
        setTabOrder(m_rows.empty() ? static_cast<QWidget*>(this) : m_rows.back(), row);
        m_rows.push_back(row);
    }
    setFixedWidth(std::clamp(widest, 40, kMostWidth));
    show();
    hideWhatDoesNotFit();
    update();
}

void MapLegend::showScale(const MapColours& colours, const QString& name) {
    clear();
    m_scale = colours;
    m_name = name;
    setFixedWidth(kScaleWidth);
    setAccessibleName(tr("%1 from %2 to %3").arg(name, lossFigure(colours.low), lossFigure(colours.high)));
    show();
    update();
}

void MapLegend::choose(int index, bool on) {
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        const QSignalBlocker silent(m_rows[static_cast<std::size_t>(i)]);
        if (i != index)
            static_cast<QToolButton*>(m_rows[static_cast<std::size_t>(i)])->setChecked(false);
    }
    m_chosen = on ? index : -1;
    emit choiceChanged(m_chosen);
}

void MapLegend::hideWhatDoesNotFit() {
    const int fitting = std::max(1, height() / kRow);
    const int count = static_cast<int>(m_names.size());
    const int shown =
        count > std::min(fitting, kMostRows) ? std::min(fitting - 1, static_cast<int>(m_rows.size())) : count;
    QStringList others;
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i)
        m_rows[static_cast<std::size_t>(i)]->setVisible(i < shown);
    for (int i = shown; i < count; ++i)
        others.push_back(m_names[static_cast<std::size_t>(i)]);
    m_more->setVisible(shown < count);
    m_more->setText(tr("%n more", nullptr, count - shown));
    m_more->setToolTip(others.join(QStringLiteral(", ")));
}

void MapLegend::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!m_rows.empty())
        hideWhatDoesNotFit();
}

void MapLegend::paintEvent(QPaintEvent*) {
    if (m_scale.palette.empty())
        return;
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setFont(plotFont(this));
    const int line = painter.fontMetrics().height();
    painter.setPen(colors.note);
    painter.drawText(QRect(0, 0, width(), line), Qt::AlignLeft, m_name);
    const QRect bar(0, line + 6, kBar, std::min(kMostBarHeight, height() - 2 * line));
    const int steps = static_cast<int>(m_scale.palette.size());
    for (int y = 0; y < bar.height(); ++y) { // the high end above
        const int step = (bar.height() - 1 - y) * steps / bar.height();
        painter.fillRect(bar.left(), bar.top() + y, bar.width(), 1,
                         m_scale.palette[static_cast<std::size_t>(step)]);
    }
    const QRect numbers(bar.right() + 6, bar.top(), width() - bar.width() - 6, bar.height());
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignTop, lossFigure(m_scale.high));
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignBottom, lossFigure(m_scale.low));
}

} // namespace latentscape
