// Walks the latent space: one point, which sliders and other panels move, the picture it makes, and strips
// along the most telling dimensions. Follows the decoder's model and, while it trains, its newest weights.
// Asks for pictures only while it is seen. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "ui/DecodeLoop.h"

#include <QTimer>
#include <QWidget>

class QStackedLayout;

namespace latentscape {

class ClassChooser;
class DecodedCard;
class Decoder;
class DimensionsPage;
class FittedLatents;
class ImageSaver;
class LatentPoint;
class LatentSliderGrid;
class PagedCard;
class TraversalPanel;

class ExploreView : public QWidget {
    Q_OBJECT

public:
    // The decoder must outlive the view.
    explicit ExploreView(Decoder* decoder, QWidget* parent = nullptr);

    void setData(std::shared_ptr<const Dataset> heldOut); // may be null
    void setKlPerLatent(const std::vector<float>& kl);    // nats; measured anew when there is none yet
    void setLive(bool training);                          // weights keep coming

    LatentPoint* point() const { return m_point; }
    LatentSliderGrid* sliders() const;
    FittedLatents& fitted() const; // wants to be told of the run, its weights and images

public slots:
    void randomise();
    void reset();
    void startFrom(quint32 index); // the point goes where the encoder puts this held-out image
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
    void makeDecodedCard();
    void makePointCard();
    void makeStripsCard();
    void connectDecoder();
    void followModel();
    void followPoint();
    void showEncoded(const EncodedImage& result);
    bool dataFits() const;
    void start();
    void arrange();
    void measureKl();
    bool hasKl() const; // a GAN has none
    void requestPoint();
    void requestStrips();

    Decoder* m_decoder;
    LatentPoint* m_point;
    std::shared_ptr<const Dataset> m_data;
    bool m_live = false;
    Images m_strips;

    QStackedLayout* m_pages;
    PagedCard* m_pointCard;  // what moves the point
    PagedCard* m_stripsCard; // what leads away from it
    DecodedCard* m_decoded;
    ClassChooser* m_class;
    DimensionsPage* m_dimensions;
    TraversalPanel* m_traversals;
    ImageSaver* m_saver;
    QTimer m_stripsTimer; // strips follow the hand a little later than the picture
};

} // namespace latentscape
