// Explore's page with a slider for each latent dimension and, below, what moves the point at once. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "ui/LatestTask.h"

#include <QWidget>

#include <vector>

namespace latentscape {

class ChoiceLink;
class Decoder;
class EncodedImages;
class ImagePicker;
class LatentPoint;
class LatentSliderGrid;
class PointButtons;
struct ExploreState;

class DimensionsPage : public QWidget {
    Q_OBJECT

public:
    // All must outlive the page.
    DimensionsPage(Decoder* decoder, LatentPoint* point, EncodedImages* encoded, QWidget* parent = nullptr);

    LatentSliderGrid* sliders() const { return m_sliders; }
    PointButtons* buttons() const { return m_buttons; }
    // For the header of the card that shows the page.
    std::vector<QWidget*> links() const;

    void followModel();
    void keepIn(ExploreState& state) const; // the order and the range of the sliders
    void takeFrom(const ExploreState& state);
    void setKl(const std::vector<float>& kl);              // nats, of each latent
    void setImages(std::shared_ptr<const Dataset> images); // to start from; may be null

signals:
    void imagePicked(quint32 index);

private:
    void makeLinks();
    void order();
    void showOrder();
    int usualOrder() const;
    void takeFromSliders();
    void showPoint();
    void setRandom(std::vector<float> latent);

    Decoder* m_decoder;
    LatentPoint* m_point;
    EncodedImages* m_encoded;
    LatentSliderGrid* m_sliders;
    PointButtons* m_buttons;
    ImagePicker* m_picker;
    ChoiceLink* m_order;
    ChoiceLink* m_range;
    LatestTask m_effects; // of the latents on the picture
    bool m_showing = false;
};

} // namespace latentscape
