// Explore's lower card, what lies around the point: traversals, kept pictures, a path, the nearest training
// images. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Directions.h"
#include "ui/DecodeLoop.h"
#include "ui/KeptPictures.h"
#include "ui/LatestTask.h"
#include "ui/PagedCard.h"
#include "ui/PictureRecord.h"

#include <QTimer>

namespace latentscape {

class AnimationSaver;
class FileWriter;
class DecodedCard;
class Decoder;
class EncodedImages;
class GalleryPage;
class ImageSaver;
class LatentPoint;
class NearestPage;
class PathPage;
class TraversalPanel;

class AroundCard : public PagedCard {
    Q_OBJECT

public:
    // All must outlive it. `decoded` shows the point's picture.
    AroundCard(Decoder* decoder, LatentPoint* point, EncodedImages* encoded, DecodedCard* decoded,
               const OpenModel* open, QWidget* parent = nullptr);

    void followModel(std::vector<Direction> axes); // to traverse, the most telling first
    void setAxes(std::vector<Direction> axes);
    void setData(const LoadedData& loaded); // may be none
    void setPicture(const Images& picture); // of the point

    GalleryPage* gallery() const { return m_gallery; }
    PathPage* path() const { return m_path; }

    void requestStrips();

public slots:
    void keep(); // the picture that is shown, in the gallery
    void keepPicture(const latentscape::KeptPicture& picture);
    void saveLatents(const std::vector<latentscape::KeptPicture>& pictures);
    void saveTraversals();
    void savePath(); // as an animation
    void savePathStrip();

signals:
    void edited(); // by hand: the gallery or the path
    void notice(const QString& text);
    void failed(const QString& message);

private:
    void addTraversals();
    void addGallery();
    void addPath();
    KeptPicture present() const;
    std::vector<std::uint16_t> labelsOfPath(std::int64_t frames) const; // at even distances

    Decoder* m_decoder;
    LatentPoint* m_point;
    EncodedImages* m_encoded;
    DecodedCard* m_decoded;
    const OpenModel* m_open;
    Images m_strips;
    std::optional<PictureRecord> m_stripsRecord;
    TraversalPanel* m_traversals;
    GalleryPage* m_gallery;
    PathPage* m_path;
    NearestPage* m_nearest;
    ImageSaver* m_saver;
    AnimationSaver* m_animations;
    FileWriter* m_latents;    // writes them
    LatestTask m_stripOfPath; // decodes it
    QTimer m_stripsTimer;     // strips follow the hand a little later than the picture
};

} // namespace latentscape
