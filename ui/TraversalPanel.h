// Strips of pictures, one a latent dimension or direction: the point runs along it from -3 to 3 while all
// else stays as it is. As many strips as there is room for, at the largest whole factor at which six fit; a
// click moves the point there. Says which latents it wants and shows the pictures it is given. UI thread.
#pragma once

#include "core/tensor/Image.h"
#include "core/train/Directions.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace latentscape {

class ImageStage;

class TraversalPanel : public QWidget {
    Q_OBJECT

public:
    static constexpr int kSteps = 13; // half a standard deviation apart
    static constexpr float kReach = 3;
    static constexpr int kMost = 24; // strips; more would be slow to follow the hand

    explicit TraversalPanel(QWidget* parent = nullptr);

    // Most telling ones first.
    void setModel(const ImageShape& shape, std::vector<Direction> axes);
    // Latents of all strips shown, [strips * kSteps, latent]; empty when there is no room.
    std::vector<float> latentsAround(const std::vector<float>& point) const;
    void markPoint(const std::vector<float>& point); // in each strip the picture that is nearest to it
    // Their pictures; ignored when their number is not that of the strips shown now.
    void setImages(const std::shared_ptr<const std::vector<Image>>& images);
    std::vector<Direction> shownAxes() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void stripsChanged(); // other latents are wanted
    void positionPicked(const latentscape::Direction& along, float position);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Layout {
        QSize strip;
        int columns = 0;
        int rows = 0;
    };

    void arrange();
    Layout layoutAt(int factor) const;
    Layout bestLayout(int count) const;
    void addStrip();
    QString nameOf(int strip) const;
    static constexpr float kBetween = 2 * kReach / (kSteps - 1);
    static float positionOf(int step) { return static_cast<float>(step) * kBetween - kReach; }

    ImageShape m_shape;
    std::vector<Direction> m_axes;
    std::vector<ImageStage*> m_strips; // as many as were ever needed; the first m_shown are visible
    int m_shown = 0;
    int m_nameWidth = 0; // logical pixels
};

} // namespace latentscape
