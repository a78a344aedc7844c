// How an error is spread over many images: bars over its range, the ones that are looked at now in the accent
// colour. A bar can be chosen with the mouse or with arrows and Enter; Escape takes the choice back. UI
// thread.
#pragma once

#include "core/train/ReconstructionErrors.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace latentscape {

class ErrorHistogram : public QWidget {
    Q_OBJECT

public:
    struct Range {
        float low = 0;  // inclusive
        float high = 0; // exclusive, but for the last bar
        bool contains(float error) const { return error >= low && error < high; }
        bool operator==(const Range&) const = default;
    };

    explicit ErrorHistogram(QWidget* parent = nullptr);

    void setErrors(ErrorMetric metric, std::vector<float> errors); // none: they are not known
    void setMarked(std::optional<Range> range); // errors of the images on the page, both ends inclusive
    int barCount() const { return static_cast<int>(m_counts.size()); }
    Range rangeOf(int bar) const;
    int countIn(int bar) const { return m_counts.at(static_cast<std::size_t>(bar)); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void rangePicked(const latentscape::ErrorHistogram::Range& range);
    void cleared();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void count();
    void setCurrent(int bar);
    QRectF barRect(int bar) const;
    int barAt(qreal x) const;
    QString figure(float error) const;
    QString describe(int bar) const;

    ErrorMetric m_metric = ErrorMetric::SquaredError;
    std::vector<float> m_errors; // sorted
    std::vector<int> m_counts;   // by bar
    std::optional<Range> m_marked;
    int m_current = -1; // under the mouse or the keys
};

} // namespace latentscape
