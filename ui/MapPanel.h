// Explore's page with the map of the latent space: where the encoder puts the held-out images, or what a GAN
// makes of random latents, on a plane of one's choice. Pointing at it moves the explored point; behind it
// stands the decoded manifold. Follows the newest weights while it is seen. UI thread.
#pragma once

#include "core/train/LatentPlane.h"
#include "ui/DecodeLoop.h"
#include "ui/MapArrangement.h"
#include "ui/MapEncoder.h"
#include "ui/MapGrid.h"
#include "ui/MapSettings.h"

#include <QPointF>
#include <QString>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace latentscape {

class ChoiceLink;
class Decoder;
class LatentPoint;
class MapColouring;
class MapControls;
class MapExport;
class MapLegend;
class MapPlot;
class OpenModel;

class MapPanel : public QWidget {
    Q_OBJECT

public:
    // All must outlive the panel.
    MapPanel(Decoder* decoder, LatentPoint* point, const ExploredModel* model, const OpenModel* open,
             QWidget* parent = nullptr);

    const MapEncoder& encoder() const { return m_encoder; }
    MapSettings settings() const;
    void setSettings(const MapSettings& settings);
    std::vector<QWidget*> links() const; // for the header of the card that shows the panel

signals:
    void notice(const QString& text); // something went well

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Kind { Components, Dimensions, Arrangement }; // as the link lists them

    void makeLinks();
    void makePages();
    void connectEncoder();
    void connectArrangement();
    void connectPlot();

    Kind kind() const;
    bool isArranged() const { return kind() == Kind::Arrangement; }
    void showKind();
    void showMap();
    void showPlane();
    void listAxes();
    void showState();
    void showCount();
    void showPoint();
    void pointAt(const QPointF& place, bool drag);
    void startFrom(int point);
    void arrange();
    void arrangeOnce();
    void act(); // what the button says
    void requestManifold();
    QString stateWords() const;

    Decoder* m_decoder;
    LatentPoint* m_point;
    MapEncoder m_encoder;
    MapArrangement m_arrangement;
    std::optional<LatentPlane> m_plane; // that is shown
    MapGrid m_grid;
    std::optional<QPointF> m_hand; // where it points now
    bool m_arrangeWhenMade = false;
    QString m_problem;
    QTimer m_manifoldTimer; // the manifold follows the hand a little later

    ChoiceLink* m_kind;
    QStackedWidget* m_pages;
    QLabel* m_message;
    QPushButton* m_messageButton;
    MapPlot* m_plot;
    MapLegend* m_legend;
    MapControls* m_controls;
    MapColouring* m_colouring;
    MapExport* m_export;
};

} // namespace latentscape
