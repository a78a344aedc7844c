#include "core/io/PlotExport.h"

#include "core/io/ImageExport.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPolygonF>

namespace latentscape {

namespace {

// Pixels of the file: the sketch's measures at twice the size, so that print and HiDPI screens look sharp.
constexpr int kWidth = 1600;
constexpr int kHeight = 900;
constexpr double kSkipped = 0.05; // of the x range, for the vertical range
const QColor kCard(0xff, 0xff, 0xff);
const QColor kGrid(0xec, 0xec, 0xea);
const QColor kLine(0xdc, 0xdc, 0xd8);
const QColor kText(0x1d, 0x1f, 0x21);
const QColor kNote(0x6a, 0x6e, 0x73);

// A QGuiApplication for as long as this lives, unless there is one. Its remarks about the desktop session
// that is not there are of no use to anyone.
class TextApplication {
public:
    TextApplication() {
        if (QCoreApplication::instance() == nullptr) {
            m_before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
            m_application.emplace(m_count, m_arguments);
        }
    }
    ~TextApplication() {
        if (m_application) {
            m_application.reset();
            qInstallMessageHandler(m_before);
        }
    }
    TextApplication(const TextApplication&) = delete;
    TextApplication& operator=(const TextApplication&) = delete;

private:
    QtMessageHandler m_before = nullptr;
    int m_count = 3;
    char m_name[12] = "latentscape";
    char m_option[10] = "-platform";
    char m_platform[10] = "offscreen";
    char* m_arguments[4] = {m_name, m_option, m_platform, nullptr};
    std::optional<QGuiApplication> m_application;
};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    // Never empty, so that one divides by its length.
    Range widened(double share) const {
        if (!(low <= high)) {
            return {0, 1};
        }
        const double margin = high > low ? share * (high - low) : std::max(1e-3, 0.1 * std::abs(low));
        return {low - margin, high + margin};
    }
    double length() const { return high - low; }
};

// The step of 1, 2 or 5 times a power of ten that gives about `count` ticks.
double tickStep(const Range& range, int count) {
    const double rough = range.length() / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10 * power;
}

Range xRange(const std::vector<Curve>& curves) {
    Range range;
    for (const Curve& curve : curves) {
        for (const double x : curve.x) {
            range.add(x);
        }
    }
    return range.low < range.high ? range : range.widened(0);
}

Range yRange(const std::vector<Curve>& curves, const Range& x) {
    Range settled;
    Range all;
    for (const Curve& curve : curves) {
        for (std::size_t i = 0; i < curve.x.size(); ++i) {
            all.add(curve.y[i]);
            if (curve.x[i] >= x.low + kSkipped * x.length()) {
                settled.add(curve.y[i]);
            }
        }
    }
    return (settled.low <= settled.high ? settled : all).widened(0.06);
}

std::vector<Curve> withLogarithmicX(std::vector<Curve> curves) {
    for (Curve& curve : curves) {
        for (double& x : curve.x) {
            x = std::log10(x); // not finite for zero and below: a gap
        }
    }
    return curves;
}

class Plot {
public:
    Plot(QPainter& painter, const std::vector<Curve>& curves, XAxis axis)
        : m_painter(painter)
        , m_axis(axis)
        , m_x(xRange(curves))
        , m_y(yRange(curves, m_x)) {
        int names = 0;
        for (const Curve& curve : curves) {
            names =
                std::max(names, painter.fontMetrics().horizontalAdvance(QString::fromStdString(curve.name)));
        }
        m_area = QRectF(100, 90, kWidth - 100 - 40 - std::min(names, kWidth / 3), kHeight - 90 - 90);
    }

    void drawTitle(const std::string& title) {
        QFont bold = m_painter.font();
        bold.setWeight(QFont::DemiBold);
        const QFont plain = m_painter.font();
        m_painter.setFont(bold);
        m_painter.setPen(kText);
        m_painter.drawText(QPointF(24, 48), QString::fromStdString(title));
        m_painter.setFont(plain);
    }

    void drawAxes(const std::string& xLabel) {
        const double stepY = tickStep(m_y, 7);
        for (double y = std::ceil(m_y.low / stepY) * stepY; y <= m_y.high; y += stepY) {
            const double at = toScreen(0, y).y();
            m_painter.setPen(QPen(kGrid, 2));
            m_painter.drawLine(QPointF(m_area.left(), at), QPointF(m_area.right(), at));
            m_painter.setPen(kNote);
            m_painter.drawText(QRectF(0, at - 20, m_area.left() - 14, 40), Qt::AlignRight | Qt::AlignVCenter,
                               number(y, stepY));
        }
        m_painter.setPen(QPen(kLine, 2));
        m_painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
        const bool powers = m_axis == XAxis::Logarithmic;
        const double stepX = powers ? std::max(1.0, tickStep(m_x, 8)) : tickStep(m_x, 8);
        for (double x = std::ceil(m_x.low / stepX) * stepX; x <= m_x.high + stepX * 1e-9; x += stepX) {
            const double at = toScreen(x, 0).x();
            m_painter.setPen(QPen(kLine, 2));
            m_painter.drawLine(QPointF(at, m_area.bottom()), QPointF(at, m_area.bottom() + 8));
            m_painter.setPen(kNote);
            m_painter.drawText(QRectF(at - 100, m_area.bottom() + 12, 200, 36), Qt::AlignHCenter,
                               powers ? QString::number(std::pow(10.0, x), 'g', 6) : number(x, stepX));
        }
        m_painter.drawText(QRectF(m_area.left(), m_area.bottom() + 46, m_area.width(), 36), Qt::AlignHCenter,
                           QString::fromStdString(xLabel));
    }

    void drawCurve(const Curve& curve) {
        QPen pen(QColor(QRgb(curve.rgb)), 3, curve.dashed ? Qt::DashLine : Qt::SolidLine);
        pen.setJoinStyle(Qt::RoundJoin);
        m_painter.setPen(pen);
        m_painter.save();
        m_painter.setClipRect(m_area);
        QPolygonF line;
        for (std::size_t i = 0; i < curve.x.size();) {
            if (!std::isfinite(curve.x[i]) || !std::isfinite(curve.y[i])) {
                drawLine(line);
                ++i;
                continue;
            }
            i = addColumn(curve, i, line);
        }
        drawLine(line);
        m_painter.restore();
    }

    // At the last finite value of each line, moved apart where they would cover each other.
    void drawNames(const std::vector<Curve>& curves) {
        std::vector<std::pair<double, const Curve*>> names;
        for (const Curve& curve : curves) {
            const auto last =
                std::find_if(curve.y.rbegin(), curve.y.rend(), [](double y) { return std::isfinite(y); });
            if (last != curve.y.rend() && !curve.name.empty()) {
                names.emplace_back(std::clamp(toScreen(0, *last).y(), m_area.top(), m_area.bottom()), &curve);
            }
        }
        std::stable_sort(names.begin(), names.end(), [](auto& a, auto& b) { return a.first < b.first; });
        const double height = m_painter.fontMetrics().height();
        double free = 0;
        for (auto& [y, curve] : names) {
            y = std::max(y, free);
            free = y + height;
            m_painter.setPen(QColor(QRgb(curve->rgb)));
            m_painter.drawText(QRectF(m_area.right() + 16, y - height / 2, kWidth, height), Qt::AlignVCenter,
                               QString::fromStdString(curve->name));
        }
    }

private:
    QPointF toScreen(double x, double y) const {
        // Far outside is cut off, so that the painter's arithmetic stays exact.
        const double up = std::clamp((y - m_y.low) / m_y.length(), -10.0, 10.0);
        return {m_area.left() + (x - m_x.low) / m_x.length() * m_area.width(),
                m_area.bottom() - up * m_area.height()};
    }

    static QString number(double value, double step) {
        const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
        return std::abs(value) < 1e7 ? QString::number(std::abs(value) < step / 2 ? 0 : value, 'f', decimals)
                                     : QString::number(value, 'g', 4);
    }

    // Adds the points from `first` on that fall into one column of pixels, in their order: first, extremes,
    // last.
    std::size_t addColumn(const Curve& curve, std::size_t first, QPolygonF& line) const {
        const double column = std::floor(toScreen(curve.x[first], 0).x());
        std::size_t lowest = first;
        std::size_t highest = first;
        std::size_t end = first;
        for (; end < curve.x.size() && std::isfinite(curve.y[end]) &&
               toScreen(curve.x[end], 0).x() < column + 1;
             ++end) {
            lowest = curve.y[end] < curve.y[lowest] ? end : lowest;
            highest = curve.y[end] > curve.y[highest] ? end : highest;
        }
        end = std::max(end, first + 1);
        std::size_t chosen[] = {first, std::min(lowest, highest), std::max(lowest, highest), end - 1};
        const auto* const last = std::unique(std::begin(chosen), std::end(chosen));
        for (const std::size_t* i = chosen; i != last; ++i) {
            line << toScreen(curve.x[*i], curve.y[*i]);
        }
        return end;
    }

    void drawLine(QPolygonF& line) {
        if (line.size() == 1) {
            m_painter.drawEllipse(line.front(), 3, 3);
        } else {
            m_painter.drawPolyline(line);
        }
        line.clear();
    }

    QPainter& m_painter;
    XAxis m_axis;
    Range m_x; // of the logarithm on a logarithmic axis, as the curves are then
    Range m_y;
    QRectF m_area;
};

Image toImage(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image{{3, rgb.height(), rgb.width()}, {}};
    for (int y = 0; y < rgb.height(); ++y) {
        const uchar* line = rgb.constScanLine(y);
        image.pixels.insert(image.pixels.end(), line, line + std::ptrdiff_t{3} * rgb.width());
    }
    return image;
}

} // namespace

void savePlotPng(const std::filesystem::path& file, const std::string& title, const std::string& xLabel,
                 const std::vector<Curve>& given, XAxis axis) {
    for (const Curve& curve : given) {
        if (curve.x.size() != curve.y.size()) {
            throw Error(ErrorKind::Usage, "the curve \"" + curve.name + "\" has " +
                                              std::to_string(curve.x.size()) + " x values for " +
                                              std::to_string(curve.y.size()) + " y values");
        }
    }
    const std::vector<Curve> curves = axis == XAxis::Linear ? given : withLogarithmicX(given);
    const TextApplication application;
    QImage picture(kWidth, kHeight, QImage::Format_RGB32);
    picture.fill(kCard);
    {
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        QFont font = painter.font();
        font.setPixelSize(24);
        painter.setFont(font);
        Plot plot(painter, curves, axis);
        plot.drawTitle(title);
        plot.drawAxes(xLabel);
        for (const Curve& curve : curves) {
            plot.drawCurve(curve);
        }
        plot.drawNames(curves);
    }
    saveImage(file, toImage(picture));
}

} // namespace latentscape
