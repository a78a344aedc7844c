// Strips of pictures, one a latent dimension: that dimension runs from -3 to 3 while all others stay at this
// point. As many strips as there is room for, at the largest whole factor at which six fit; a click moves the
// point there. Says which latents it wants and shows the pictures it is given. UI thread.
#pragma once

#include "core/tensor/Image.h"

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

    explicit TraversalPanel(QWidget* parent = nullptr);

    // Most telling dimensions first.
    void setModel(const ImageShape& shape, std::vector<int> sequence);
    // Latents of all strips shown, [strips * kSteps, latent]; empty when there is no room.
    std::vector<float> latentsAround(const std::vector<float>& point) const;
    void markPoint(const std::vector<float>& point); // in each strip the picture that is nearest to it
    // Their pictures; ignored when their number is not that of the strips shown now.
    void setImages(const std::shared_ptr<const std::vector<Image>>& images);
    std::vector<int> dimensions() const; // shown now

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void stripsChanged(); // other latents are wanted
    void valuePicked(int dimension, float value);

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
    static constexpr float kBetween = 2 * kReach / (kSteps - 1);
    static float valueOf(int step) { return static_cast<float>(step) * kBetween - kReach; }

    ImageShape m_shape;
    std::vector<int> m_sequence;
    std::vector<ImageStage*> m_strips; // as many as were ever needed; the first m_shown are visible
    int m_shown = 0;
    int m_nameWidth = 0; // logical pixels
};

} // namespace latentscape
