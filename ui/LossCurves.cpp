#include "ui/LossCurves.h"

#include "ui/Figures.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace latentscape {

namespace {

constexpr int kNameGap = 8;     // between the end of a line and its name
constexpr int kNameHeight = 15; // between two names, at least
constexpr double kDot = 6;      // logical pixels
constexpr double kLeast = 1e-6; // above zero, for logarithmic axes
constexpr double kAir = 0.08;

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape::LossPlot", text);
}

} // namespace

LossCurves::LossCurves(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower)
    : m_plot(plot)
    , m_upper(upper)
    , m_lower(lower) {}

void LossCurves::build(ModelKind kind) {
    for (const Curve& curve : m_curves) {
        for (QCPGraph* graph : {curve.raw, curve.smooth, curve.heldOut, curve.newest}) {
            m_plot->removeGraph(graph);
        }
        m_plot->removeItem(curve.name);
    }
    m_curves.clear();
    m_kind = kind;
    if (kind == ModelKind::Gan) {
        add(tr("discriminator"), m_upper, &ThemeColors::curveReconstruction);
        add(tr("generator"), m_upper, &ThemeColors::curveKl);
        add(tr("D(real)"), m_lower, &ThemeColors::curveReconstruction);
        add(tr("D(made)"), m_lower, &ThemeColors::curveKl);
        return;
    }
    add(tr("ELBO loss"), m_upper, &ThemeColors::curveTotal);
    add(tr("reconstruction"), m_upper, &ThemeColors::curveReconstruction);
    add(tr("KL"), m_lower, &ThemeColors::curveKl);
}

void LossCurves::add(const QString& name, QCPAxisRect* rect, QColor ThemeColors::*colour) {
    const auto graph = [&] {
        return m_plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    };
    Curve curve{rect, graph(), graph(), graph(), graph(), new QCPItemText(m_plot), colour};
    curve.name->setText(name);
    curve.name->setVisible(false);
    curve.name->setClipToAxisRect(false);
    curve.name->position->setType(QCPItemPosition::ptAbsolute);
    curve.name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    curve.name->setPadding(QMargins(kNameGap, 0, 0, 0));
    m_curves.push_back(curve);
}

void LossCurves::clearTraining() {
    for (const Curve& curve : m_curves) {
        curve.raw->data()->clear();
        curve.smooth->data()->clear();
    }
}

void LossCurves::append(const LossPoint& point, double keep) {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        Curve& curve = m_curves[i];
        curve.smoothed = keep * curve.smoothed + (1 - keep) * double{point.losses[i]};
        curve.raw->addData(point.epoch, point.losses[i]);
        curve.smooth->addData(point.epoch, curve.smoothed);
    }
}

void LossCurves::setNewest(const LossPoint* point) {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_curves[i].newest->data()->clear();
        if (point) {
            m_curves[i].newest->addData(point->epoch, point->losses[i]);
        }
    }
}

void LossCurves::setHeldOut(const std::vector<EpochResult>& epochs) {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_curves[i].heldOut->data()->clear();
        for (const EpochResult& epoch : epochs) {
            m_curves[i].heldOut->addData(static_cast<double>(epoch.epoch), epoch.heldOut[i]);
        }
    }
}

QCPRange LossCurves::verticalRange(const QCPAxisRect* rect, const LossHistory& history,
                                   std::size_t from) const {
    if (m_kind == ModelKind::Gan && rect == m_lower) {
        return {0, 1}; // probabilities
    }
    const auto& points = history.losses();
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    const auto include = [&](float value) {
        low = std::min(low, double{value});
        high = std::max(high, double{value});
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (m_curves[i].rect != rect) {
            continue;
        }
        for (std::size_t k = from; k < points.size(); ++k) {
            include(points[k].losses[i]);
        }
        for (const EpochResult& epoch : history.epochs()) {
            if (static_cast<double>(epoch.epoch) >= points[from].epoch) {
                include(epoch.heldOut[i]);
            }
        }
    }
    if (rect->axis(QCPAxis::atLeft)->scaleType() == QCPAxis::stLogarithmic) {
        low = std::max(low, kLeast);
        const double air = std::pow(std::max(high / low, 1.001), kAir);
        return {low / air, std::max(high, low) * air};
    }
    const double air = std::max((high - low) * kAir, 1e-3);
    return {std::max(0.0, low - air), high + air};
}

QString LossCurves::describe(const LossPoint& point, const std::vector<EpochResult>& epochs) const {
    const auto after = std::ranges::upper_bound(
        epochs, point.epoch, {}, [](const EpochResult& epoch) { return static_cast<double>(epoch.epoch); });
    QString words =
        tr("step %1, epoch %2").arg(wholeNumber(point.step), QLocale().toString(point.epoch, 'f', 1));
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        words += '\n' + m_curves[i].name->text() + ' ' + lossFigure(point.losses[i]);
        if (after != epochs.begin()) {
            words += ' ' + tr("(held out %1)").arg(lossFigure(std::prev(after)->heldOut[i]));
        }
    }
    return words;
}

void LossCurves::placeNames() {
    std::vector<std::pair<double, QCPItemText*>> names;
    for (const Curve& curve : m_curves) {
        const QRect area = curve.rect->rect();
        const auto end = curve.smooth->data()->findEnd(curve.rect->axis(QCPAxis::atBottom)->range().upper);
        curve.name->setVisible(end != curve.smooth->data()->constBegin());
        if (!curve.name->visible()) {
            continue;
        }
        const double line = curve.rect->axis(QCPAxis::atLeft)->coordToPixel((end - 1)->value);
        names.emplace_back(std::clamp(line, double(area.top()), double(area.bottom())), curve.name);
    }
    std::ranges::stable_sort(names, {}, &std::pair<double, QCPItemText*>::first);
    double above = -HUGE_VAL;
    for (const auto& [line, name] : names) {
        above = std::max(line, above + kNameHeight);
        name->position->setCoords(m_upper->rect().right(), above);
    }
}

void LossCurves::restyle(const QWidget* widget) {
    const ThemeColors& colors = themeColors(widget->palette());
    m_nameWidth = 0;
    for (const Curve& curve : m_curves) {
        const QColor& strong = colors.*curve.colour;
        QColor pale = strong;
        pale.setAlpha(60);
        curve.raw->setPen(QPen(pale, 1));
        curve.smooth->setPen(QPen(strong, 2));
        curve.heldOut->setPen(QPen(strong, 1.5, Qt::DashLine));
        curve.newest->setLineStyle(QCPGraph::lsNone);
        curve.newest->setScatterStyle({QCPScatterStyle::ssCircle, QPen(strong, 1.5), colors.card, kDot});
        curve.name->setColor(strong);
        curve.name->setFont(strongPlotFont(widget));
        const int width = QFontMetrics(curve.name->font()).horizontalAdvance(curve.name->text());
        m_nameWidth = std::max(m_nameWidth, width + 2 * kNameGap);
    }
}

} // namespace latentscape
