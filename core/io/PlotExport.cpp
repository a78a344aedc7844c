#include "core/io/PlotExport.h"

#include "core/io/PlotScale.h"
#include "core/io/PngChunks.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <QBuffer>
#include <QGuiApplication>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPolygonF>
#include <QSvgGenerator>

namespace latentscape {

namespace {

// Pixels of the file: the sketch's measures at twice the size, so that print and HiDPI screens look sharp.
constexpr int kWidth = 1600;
constexpr int kHeight = 900;
constexpr int kTop = 90; // of the panels, below a title
constexpr int kTopUntitled = 24;
constexpr int kBottom = 90; // below them, for the x axis
constexpr int kGap = 36;    // between two
constexpr int kTicks = 7;   // of the y axes, all together
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

// One panel on a painter.
class PanelPainter {
public:
    PanelPainter(QPainter& painter, const PlotPanel& panel, const PlotRange& x, const QRectF& area)
        : m_painter(painter)
        , m_panel(panel)
        , m_x(x)
        , m_y(yRange(panel, x))
        , m_area(area) {}

    void draw(int ticks) {
        drawGrid(ticks);
        for (const Curve& curve : m_panel.curves) {
            drawCurve(curve);
        }
        drawNames();
    }

    void drawXAxis(const std::string& label, XAxis axis) {
        m_painter.setPen(QPen(kLine, 2));
        m_painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
        const bool powers = axis == XAxis::Logarithmic;
        const double step = powers ? std::max(1.0, tickStep(m_x, 8)) : tickStep(m_x, 8);
        for (double x = std::ceil(m_x.low / step) * step; x <= m_x.high + step * 1e-9; x += step) {
            const double at = toScreen(x, 0).x();
            m_painter.setPen(QPen(kLine, 2));
            m_painter.drawLine(QPointF(at, m_area.bottom()), QPointF(at, m_area.bottom() + 8));
            m_painter.setPen(kNote);
            m_painter.drawText(QRectF(at - 100, m_area.bottom() + 12, 200, 36), Qt::AlignHCenter,
                               powers ? QString::number(std::pow(10.0, x), 'g', 6) : number(x, step));
        }
        m_painter.drawText(QRectF(m_area.left(), m_area.bottom() + 46, m_area.width(), 36), Qt::AlignHCenter,
                           QString::fromStdString(label));
    }

private:
    void drawGrid(int ticks) {
        const double step = tickStep(m_y, std::max(2, ticks));
        for (double y = std::ceil(m_y.low / step) * step; y <= m_y.high; y += step) {
            const double at = toScreen(0, y).y();
            m_painter.setPen(QPen(kGrid, 2));
            m_painter.drawLine(QPointF(m_area.left(), at), QPointF(m_area.right(), at));
            m_painter.setPen(kNote);
            m_painter.drawText(QRectF(0, at - 20, m_area.left() - 14, 40), Qt::AlignRight | Qt::AlignVCenter,
                               number(y, step));
        }
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
    void drawNames() {
        std::vector<std::pair<double, const Curve*>> names;
        for (const Curve& curve : m_panel.curves) {
            const auto last =
                std::find_if(curve.y.rbegin(), curve.y.rend(), [](double y) { return std::isfinite(y); });
            if (last != curve.y.rend() && !curve.name.empty()) {
                names.emplace_back(std::clamp(toScreen(0, *last).y(), m_area.top(), m_area.bottom()), &curve);
            }
        }
        std::stable_sort(names.begin(), names.end(), [](auto& a, auto& b) { return a.first < b.first; });
        const double height = m_painter.fontMetrics().height();
        double free = -height;
        for (auto& [y, curve] : names) {
            y = std::max(y, free);
            free = y + height;
            m_painter.setPen(QColor(QRgb(curve->rgb)));
            m_painter.drawText(QRectF(m_area.right() + 16, y - height / 2, kWidth, height), Qt::AlignVCenter,
                               QString::fromStdString(curve->name));
        }
    }

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
    const PlotPanel& m_panel;
    PlotRange m_x; // of the logarithm on a logarithmic axis, as the curves are then
    PlotRange m_y;
    QRectF m_area;
};

double widthOfNames(const QPainter& painter, const Plot& plot) {
    int width = 0;
    for (const PlotPanel& panel : plot.panels) {
        for (const Curve& curve : panel.curves) {
            width =
                std::max(width, painter.fontMetrics().horizontalAdvance(QString::fromStdString(curve.name)));
        }
    }
    return std::min(width, kWidth / 3);
}

void drawTitle(QPainter& painter, const std::string& title) {
    QFont bold = painter.font();
    bold.setWeight(QFont::DemiBold);
    painter.save();
    painter.setFont(bold);
    painter.setPen(kText);
    painter.drawText(QPointF(24, 48), QString::fromStdString(title));
    painter.restore();
}

// On kWidth x kHeight pixels.
void draw(QPainter& painter, const Plot& plot) {
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = painter.font();
    font.setPixelSize(24);
    painter.setFont(font);
    drawTitle(painter, plot.title);
    const double top = plot.title.empty() ? kTopUntitled : kTop;
    const auto gaps = static_cast<double>(std::max<std::size_t>(plot.panels.size(), 1) - 1) * kGap;
    const double height = kHeight - top - kBottom - gaps;
    double shares = 0;
    for (const PlotPanel& panel : plot.panels) {
        shares += panel.share;
    }
    const PlotRange x = xRange(plot.panels);
    QRectF area(100, top, kWidth - 100 - 40 - widthOfNames(painter, plot), 0);
    for (const PlotPanel& panel : plot.panels) {
        const double share = panel.share / shares;
        area.setHeight(height * share);
        PanelPainter painted(painter, panel, x, area);
        painted.draw(static_cast<int>(std::lround(kTicks * share)));
        if (&panel == &plot.panels.back()) {
            painted.drawXAxis(plot.xLabel, plot.axis);
        }
        area.moveTop(area.bottom() + kGap);
    }
}

void validate(const Plot& plot) {
    for (const PlotPanel& panel : plot.panels) {
        for (const Curve& curve : panel.curves) {
            if (curve.x.size() != curve.y.size()) {
                throw Error(ErrorKind::Usage, "the curve \"" + curve.name + "\" has " +
                                                  std::to_string(curve.x.size()) + " x values for " +
                                                  std::to_string(curve.y.size()) + " y values");
            }
        }
    }
}

bool encode(QIODevice& to, PlotFormat format, const Plot& plot) {
    if (format == PlotFormat::Svg) {
        QSvgGenerator svg;
        svg.setOutputDevice(&to);
        svg.setSize(QSize(kWidth, kHeight));
        svg.setViewBox(QRect(0, 0, kWidth, kHeight)); // no title: Qt 6.4 does not escape it
        QPainter painter(&svg);
        draw(painter, plot);
        return painter.end();
    }
    if (format == PlotFormat::Pdf) {
        constexpr int kPointsAnInch = 72;
        QPdfWriter pdf(&to);
        pdf.setPageSize(QPageSize(QSizeF(kWidth, kHeight) / 2, QPageSize::Point));
        pdf.setPageMargins({});
        pdf.setResolution(2 * kPointsAnInch);
        pdf.setTitle(QString::fromStdString(plot.title));
        QPainter painter(&pdf);
        draw(painter, plot);
        return painter.end();
    }
    QImage picture(kWidth, kHeight, QImage::Format_RGB32);
    picture.fill(kCard);
    QPainter painter(&picture);
    draw(painter, plot);
    painter.end();
    return picture.save(&to, "PNG");
}

QByteArray encoded(PlotFormat format, const Plot& plot) {
    validate(plot);
    const TextApplication application;
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!encode(bytes, format, plot.axis == XAxis::Linear ? plot : withLogarithmicX(plot))) {
        throw Error(ErrorKind::Io, "the plot could not be drawn");
    }
    return bytes.data();
}

} // namespace

PlotFormat plotFormatOf(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [format, name] : {std::pair{PlotFormat::Png, ".png"}, std::pair{PlotFormat::Svg, ".svg"},
                                       std::pair{PlotFormat::Pdf, ".pdf"}}) {
        if (ending == name) {
            return format;
        }
    }
    throw Error(ErrorKind::Usage,
                file.string() +
                    ": plots are saved as PNG, SVG or PDF; name it NAME.png, NAME.svg or NAME.pdf");
}

void savePlot(const std::filesystem::path& file, const Plot& plot, const Provenance* made) {
    const PlotFormat format = plotFormatOf(file);
    const QByteArray plain = encoded(format, plot);
    const auto bytes = std::as_bytes(std::span(plain.constData(), static_cast<std::size_t>(plain.size())));
    if (format == PlotFormat::Png && made != nullptr) {
        writeFileAtomically(file, withText(bytes, kProvenanceKey, toJson(*made)));
    } else {
        writeFileAtomically(file, bytes);
    }
}

std::string plotSvg(const Plot& plot) {
    std::string svg = encoded(PlotFormat::Svg, plot).toStdString();
    svg.erase(0, svg.find("<svg")); // of a file: the declaration
    const std::size_t tagEnd = svg.find('>');
    for (const char* attribute : {" width=\"", " height=\""}) {
        if (const std::size_t at = svg.find(attribute); at < tagEnd) {
            svg.erase(at, svg.find('"', at + std::string_view(attribute).size()) + 1 - at);
        }
    }
    return svg;
}

} // namespace latentscape
