// Walks the latent space: one point, which sliders and other panels move, the picture it makes, and strips
// along the most telling dimensions. Follows the decoder's model and, while it trains, its newest weights.
// Asks for pictures only while it is seen. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/train/Directions.h"
#include "ui/DecodeLoop.h"
#include "ui/EncodedImages.h"
#include "ui/ExploredModel.h"
#include "ui/PictureRecord.h"

#include <QWidget>

class QStackedLayout;

namespace latentscape {

class AroundCard;
class ClassChooser;
class DecodedCard;
class Decoder;
class DimensionsPage;
class DirectionsPage;
class FittedLatents;
class LatentPoint;
class LatentSliderGrid;
class MapPanel;
class OwnPicturePage;
class PagedCard;
class PictureReturn;
struct ExploreState;

class ExploreView : public QWidget {
    Q_OBJECT

public:
    // The decoder must outlive the view.
    explicit ExploreView(Decoder* decoder, QWidget* parent = nullptr);

    void setData(std::shared_ptr<const Dataset> heldOut); // may be null
    void setKlPerLatent(const std::vector<float>& kl);    // nats; measured anew when there is none yet
    void setLive(bool training);                          // weights keep coming
    // Of the run that is shown; what directions, mixtures and neighbours are made from.
    void setRun(const TrainConfig& config);
    void setWeights(std::shared_ptr<const Weights> weights);
    void setLoaded(const LoadedData& loaded); // setData() with the training images besides; may be none

    LatentPoint* point() const { return m_point; }
    const OpenModel& openModel() const { return m_open; }
    LatentSliderGrid* sliders() const;
    FittedLatents& fitted() const;
    AroundCard* around() const { return m_around; }
    // What the user has made here, and back. restore() after the model is set, which it must be of.
    ExploreState state() const;
    void restore(const ExploreState& state);
    // One that was saved here: the point goes where it was. One of the user's own: its place is looked for.
    void openPicture(const QString& file);
    void takePicture(const QImage& picture); // one of the user's own
    void setCheckpoint(const QString& file); // that the model comes from; empty: it is in none

public slots:
    void randomise();
    void reset();
    void startFrom(quint32 index); // the point goes where the encoder puts this held-out image
    void startFrom(std::shared_ptr<const Dataset> data, quint32 index); // likewise an image of other data
    void saveImage();
    void copyImage();
    void pastePicture(); // from the clipboard, as one of the user's own

signals:
    void trainRequested();
    void notice(const QString& text);                     // something went well
    void told(const QString& title, const QString& text); // what should not be overlooked
    void edited();                                        // by hand: what state() tells, but for the point

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void tellFailure(const QString& message);
    void makeDecodedCard();
    void traverse();
    std::vector<Direction> axes() const;
    void makePointCard();
    void makeAroundCard();
    void makeOwnPage();
    void connectReturn();
    void connectDecoder();
    void encode(const std::shared_ptr<const Dataset>& images, std::uint32_t index);
    void encodeOwn(const Image& picture);
    void followModel();
    void followPoint();
    void showEncoded(const EncodedImage& result);
    bool dataFits() const;
    void start();
    void arrange();
    void measureKl();
    bool hasKl() const; // a GAN has none
    void requestPoint();

    Decoder* m_decoder;
    LatentPoint* m_point;
    ExploredModel m_model;
    EncodedImages m_encoded;
    std::shared_ptr<const Dataset> m_data;
    std::shared_ptr<const Dataset> m_encodedFrom; // which the encoder was asked for last
    Fit m_fit = Fit::Crop;
    bool m_live = false;
    OpenModel m_open;
    PictureReturn* m_return;

    QStackedLayout* m_pages;
    PagedCard* m_pointCard; // what moves the point
    AroundCard* m_around = nullptr;
    DecodedCard* m_decoded;
    ClassChooser* m_class;
    DimensionsPage* m_dimensions;
    DirectionsPage* m_directions;
    MapPanel* m_map;
    OwnPicturePage* m_own;
};

} // namespace latentscape
