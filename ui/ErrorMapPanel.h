// Where in the picture a model errs, over all images: how far each pixel is off on average, and whether it
// comes out too bright or too dark, with the scale of both; of two models one below the other, or beside it
// where that makes them larger, on the same scales. UI thread.
#pragma once

#include "core/train/ErrorMap.h"

#include <QImage>
#include <QWidget>

#include <vector>

namespace latentscape {

class ImageStage;

class ErrorMapPanel : public QWidget {
    Q_OBJECT

public:
    explicit ErrorMapPanel(QWidget* parent = nullptr);

    // None: `words` stand in their place. One, or A and B.
    void setMaps(std::vector<ErrorMap> maps, const QString& words);
    bool hasMaps() const { return !m_maps.empty(); }
    // The pictures with names and scales, twice as large as they are shown.
    QImage picture();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    int fittingColumns() const;
    int columns() const;
    QString head(int column) const;
    void paintScale(QPainter& painter, int column) const;

    std::vector<ErrorMap> m_maps;
    QString m_words;
    float m_largest = 1;     // of the absolute errors
    float m_largestBias = 1; // of the signed ones
    ImageStage* m_stage;
};

} // namespace latentscape
