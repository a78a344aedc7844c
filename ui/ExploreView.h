// Walks the latent space: a slider for each dimension, the picture they make, and strips along the most
// telling dimensions. Follows the decoder's model and, while it trains, its newest weights. Asks for pictures
// only while it is seen. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "ui/DecodeLoop.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QStackedLayout;

namespace latentscape {

class ChoiceLink;
class ClassChooser;
class Decoder;
class FittedLatents;
class ImagePicker;
class ImageSaver;
class ImageStage;
class LatentSliderGrid;
class PointButtons;
class TraversalPanel;

class ExploreView : public QWidget {
    Q_OBJECT

public:
    // The decoder must outlive the view.
    explicit ExploreView(Decoder* decoder, QWidget* parent = nullptr);

    void setData(std::shared_ptr<const Dataset> heldOut); // may be null
    void setKlPerLatent(const std::vector<float>& kl);    // nats; measured anew when there is none yet
    void setLive(bool training);                          // weights keep coming

    LatentSliderGrid* sliders() const { return m_sliders; }
    FittedLatents& fitted() const; // wants to be told of the run, its weights and images

public slots:
    void randomise();
    void reset();
    void startFrom(quint32 index); // the sliders go where the encoder puts this held-out image
    void saveImage();
    void copyImage();
    void saveTraversals();

signals:
    void trainRequested();
    void notice(const QString& text); // something went well

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QFrame* makeSlidersCard();
    QFrame* makeDecodedCard();
    QFrame* makeTraversalsCard();
    void connectDecoder();
    void followModel();
    void chooseClassOf(std::uint32_t image);
    bool dataFits() const;
    void start();
    void arrange();
    void measureKl();
    bool hasKl() const; // a GAN has none
    void setRandom(std::vector<float> latent);
    void requestPoint();
    void requestStrips();
    void showPoint(const DecodedImages& result);
    void showProblem(const QString& message);

    Decoder* m_decoder;
    std::shared_ptr<const Dataset> m_data;
    bool m_live = false;
    bool m_untouched = true; // nobody has moved a slider of this model yet
    Images m_picture;        // shown now
    Images m_strips;

    QStackedLayout* m_pages;
    PointButtons* m_buttons;
    ChoiceLink* m_order;
    LatentSliderGrid* m_sliders;
    ClassChooser* m_class;
    QFrame* m_decodedCard;
    QFrame* m_traversalsCard;
    ImageStage* m_stage;
    QLabel* m_origin;
    QLabel* m_problem;
    TraversalPanel* m_traversals;
    ImagePicker* m_picker;
    ImageSaver* m_saver;
    QTimer m_stripsTimer; // strips follow the hand a little later than the picture
};

} // namespace latentscape
